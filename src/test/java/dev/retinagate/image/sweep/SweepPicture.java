package dev.retinagate.image.sweep;

import java.util.function.Supplier;

/**
 * A picture of the sweep.
 *
 * @param format JPEG, PNG, WebP or BMP
 * @param name what is special about it
 * @param bytes makes it
 */
record SweepPicture(String format, String name, Supplier<byte[]> bytes) {}
