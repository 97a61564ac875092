package dev.retinagate.modeltools.evaluate;

import java.nio.file.Path;
import java.util.List;

/**
 * The part of a COCO "instances" file that the measure needs, unchanged.
 *
 * @param images the pictures
 * @param categories the classes
 * @param annotations the objects that have a box
 * @param withoutBox how many more annotations there are
 */
record CocoFile(
    List<Image> images, List<Category> categories, List<Annotation> annotations, int withoutBox) {

  /** A picture; width and height are 0 if the file lacks them. */
  record Image(CocoId id, String fileName, int width, int height) {}

  /** A class. */
  record Category(CocoId id, String name) {}

  /**
   * An object.
   *
   * @param box left, top, width, height in pixels
   * @param area square pixels, or null where the file has none
   */
  record Annotation(
      CocoId imageId, CocoId categoryId, List<Double> box, Double area, boolean crowd) {

    TrueObject toObject(int classId) {
      double width = box.get(2);
      double height = box.get(3);
      return new TrueObject(
          classId,
          box.get(0),
          box.get(1),
          width,
          height,
          area == null ? width * height : area,
          crowd);
    }
  }

  /**
   * Reads a file.
   *
   * @throws GroundTruthException if it is not COCO annotations; it names up to ten faults, each
   *     with the entry, the field, and what was expected
   */
  static CocoFile read(Path file) throws GroundTruthException {
    return new CocoReader(file).read();
  }
}
