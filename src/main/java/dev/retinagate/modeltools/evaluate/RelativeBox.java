package dev.retinagate.modeltools.evaluate;

/**
 * An object's box as shares of the upright picture's sides.
 *
 * @param classId the model's class
 * @param cx centre, from the left
 * @param cy centre, from the top
 * @param width extent
 * @param height extent
 */
record RelativeBox(int classId, double cx, double cy, double width, double height) {

  /** The object in a picture of this size in pixels. */
  TrueObject in(int pictureWidth, int pictureHeight) {
    return TrueObject.ofBox(
        classId,
        (cx - width / 2) * pictureWidth,
        (cy - height / 2) * pictureHeight,
        width * pictureWidth,
        height * pictureHeight);
  }
}
