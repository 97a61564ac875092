package dev.retinagate.detection;

/**
 * An axis-parallel box in pixels of the upright picture (EXIF orientation applied).
 *
 * <p>Edges are continuous coordinates: a box that covers the whole of a 640×480 picture is (0, 0,
 * 640, 480). A detector may answer a box of negative extent when its network does (keras-retinanet
 * does not order the corners), which is why nothing is checked here.
 *
 * @param x left edge
 * @param y top edge
 * @param width extent to the right of {@code x}
 * @param height extent below {@code y}
 */
public record Box(float x, float y, float width, float height) {

  /** The box between two corners. */
  public static Box ofCorners(float left, float top, float right, float bottom) {
    return new Box(left, top, right - left, bottom - top);
  }

  /** The right edge. */
  public float right() {
    return x + width;
  }

  /** The bottom edge. */
  public float bottom() {
    return y + height;
  }
}
