package dev.retinagate.model;

import dev.retinagate.image.PictureLimits;

/**
 * The operator's settings of a detector.
 *
 * @param limits how large a picture may be
 * @param keptNetworks how many variants of a network a detector keeps ready, at least 1, where the
 *     picture's size decides the variant; each holds the parameters and its own memory
 * @param reducedDecoding whether a JPEG that is shrunk anyway may be decoded at a fraction of its
 *     size by a model that was not made for that; faster, but the network sees another picture
 * @param precision arithmetic of the network
 */
public record DetectorSettings(
    PictureLimits limits, int keptNetworks, boolean reducedDecoding, Precision precision) {

  /** Enough for a camera that is rotated now and then. */
  public static final int DEFAULT_KEPT_NETWORKS = 2;

  /** Checks the range. */
  public DetectorSettings {
    if (keptNetworks < 1) {
      throw new IllegalArgumentException("kept networks " + keptNetworks + " < 1");
    }
  }

  /** The defaults for all but the limits; the precision is {@link Precision#AUTO}. */
  public DetectorSettings(PictureLimits limits) {
    this(limits, DEFAULT_KEPT_NETWORKS, false, Precision.AUTO);
  }

  /** The same settings with other limits. */
  DetectorSettings with(PictureLimits other) {
    return new DetectorSettings(other, keptNetworks, reducedDecoding, precision);
  }

  /** The same settings with another precision. */
  public DetectorSettings with(Precision other) {
    return new DetectorSettings(limits, keptNetworks, reducedDecoding, other);
  }
}
