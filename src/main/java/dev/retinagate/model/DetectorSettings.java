package dev.retinagate.model;

import dev.retinagate.image.PictureLimits;

/**
 * What the one who runs a detector decides.
 *
 * @param limits how large a picture may be
 */
public record DetectorSettings(PictureLimits limits) {}
