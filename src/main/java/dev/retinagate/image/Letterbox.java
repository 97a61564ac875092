package dev.retinagate.image;

/**
 * Where a picture lies in a network's input: at the top left, in its own proportions. The rest of
 * the input is padding.
 *
 * @param width of the picture there, in pixels of the input
 * @param height of the picture there
 * @param columns of the input
 * @param rows of the input
 */
public record Letterbox(int width, int height, int columns, int rows) {

  /** A picture of this width and height, fitted into a square. */
  public static Letterbox square(int width, int height, int side) {
    double scale = (double) side / Math.max(width, height);
    return new Letterbox(scaled(width, scale), scaled(height, scale), side, side);
  }

  /**
   * The same picture in an input of fewer rows. A picture that is a row too high for it, as
   * rounding twice makes a JPEG that was decoded at a fraction, loses that row's height.
   */
  public Letterbox in(int fewerRows) {
    return new Letterbox(width, Math.min(height, fewerRows), columns, fewerRows);
  }

  private static int scaled(int extent, double scale) {
    return Math.max(1, (int) Math.round(extent * scale));
  }
}
