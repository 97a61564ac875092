package dev.retinagate.worker;

import io.vertx.core.buffer.Buffer;

/**
 * A picture with boxes and labels drawn.
 *
 * @param bytes the encoded picture
 * @param scale its size, as a multiple of the upright picture's: 1 for most, less where the format
 *     cannot hold the picture's sides, more where the picture is too small for letters
 */
public record AnnotatedPicture(Buffer bytes, double scale) {}
