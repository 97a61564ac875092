package dev.retinagate.image;

/** An encoded picture that boxes were drawn on. */
public final class DrawnPicture {

  private final byte[] encoded;
  private final double scale;

  DrawnPicture(byte[] encoded, double scale) {
    this.encoded = encoded;
    this.scale = scale;
  }

  /** The encoded picture; the caller's from now on. */
  public byte[] encoded() {
    return encoded;
  }

  /** Its size, as a multiple of the upright picture's. */
  public double scale() {
    return scale;
  }
}
