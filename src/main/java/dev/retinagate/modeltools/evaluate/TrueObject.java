package dev.retinagate.modeltools.evaluate;

/**
 * An object that is really in a picture.
 *
 * @param classId index of its class in {@link GroundTruth#classNames()}
 * @param x left edge in pixels of the upright picture
 * @param y top edge in pixels
 * @param width extent in pixels
 * @param height extent in pixels
 * @param area its size in square pixels: that of the outline if an annotator drew one, so it may be
 *     less than width × height
 * @param crowd whether the box holds a group that was not annotated one by one: a detection in it
 *     is neither right nor wrong
 */
public record TrueObject(
    int classId, double x, double y, double width, double height, double area, boolean crowd) {

  /** A single object whose size is that of its box. */
  public static TrueObject ofBox(int classId, double x, double y, double width, double height) {
    return new TrueObject(classId, x, y, width, height, width * height, false);
  }
}
