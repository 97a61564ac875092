package dev.retinagate.model;

import dev.retinagate.image.PictureLimits;

/**
 * What the one who runs a detector decides.
 *
 * @param limits how large a picture may be
 * @param keptNetworks how many variants of a network a detector keeps ready, at least 1, where the
 *     picture's size decides the variant; each holds the parameters and its own memory
 * @param reducedDecoding whether a JPEG that is shrunk anyway may be decoded at a fraction of its
 *     size, where the model was not made for that; faster, but another picture to the network
 * @param precision arithmetic of the network
 */
public record DetectorSettings(
    PictureLimits limits, int keptNetworks, boolean reducedDecoding, Precision precision) {

  /** Enough for a camera that is turned now and then. */
  public static final int DEFAULT_KEPT_NETWORKS = 2;

  /** Checks the range. */
  public DetectorSettings {
    if (keptNetworks < 1) {
      throw new IllegalArgumentException("kept networks " + keptNetworks + " < 1");
    }
  }

  /** The defaults for all but the limits: among them, the best arithmetic that there is. */
  public DetectorSettings(PictureLimits limits) {
    this(limits, DEFAULT_KEPT_NETWORKS, false, Precision.AUTO);
  }

  /** These with another precision. */
  public DetectorSettings with(Precision other) {
    return new DetectorSettings(limits, keptNetworks, reducedDecoding, other);
  }
}
