package dev.retinagate.modeltools.evaluate;

import dev.retinagate.config.FileNames;
import dev.retinagate.detection.Labels;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A COCO "instances" file. The pictures are those that it lists and that are in the folder, by
 * image id; a listed picture without annotations is an empty one, a picture that is not listed was
 * never annotated and is left out. An annotation's {@code ignore} has no effect, as in pycocotools.
 */
public final class CocoAnnotations implements GroundTruth {

  private final Map<Path, Annotated> annotated;
  private final List<Path> pictures;
  private final List<String> classNames;
  private final List<String> remarks;

  private record Annotated(CocoFile.Image image, List<TrueObject> objects) {}

  private CocoAnnotations(
      Map<Path, Annotated> annotated, List<String> classNames, List<String> remarks) {
    this.annotated = annotated;
    this.pictures = List.copyOf(annotated.keySet());
    this.classNames = classNames;
    this.remarks = List.copyOf(remarks);
  }

  /**
   * Reads a file.
   *
   * @param images the folder that the file's {@code file_name}s are relative to
   * @param file the annotations
   * @param model the model's labels, which categories are mapped to by name
   * @throws GroundTruthException if it is not COCO annotations, none of its pictures is there, or
   *     the model knows none of its categories
   */
  public static CocoAnnotations load(Path images, Path file, Labels model)
      throws GroundTruthException {
    CocoFile coco = CocoFile.read(file);
    CategoryMapping mapping = CategoryMapping.of(coco.categories(), model, FileNames.text(file));
    List<String> remarks = new ArrayList<>(mapping.remarks());
    Map<CocoId, List<TrueObject>> objects = objectsByImage(coco, mapping.classIds(), remarks);
    List<Path> there = PictureFiles.under(images);
    PictureFinder finder = new PictureFinder(images, there);
    Map<String, Path> found =
        finder.find(coco.images().stream().map(CocoFile.Image::fileName).toList());
    Map<Path, Annotated> annotated = new LinkedHashMap<>();
    int missing = 0;
    for (CocoFile.Image image : byId(coco.images())) {
      Path picture = found.get(image.fileName());
      if (picture == null) {
        missing++;
      } else if (annotated.put(picture, new Annotated(image, objects.get(image.id()))) != null) {
        throw new GroundTruthException(
            FileNames.text(file) + ": picture " + image.fileName() + " is listed twice");
      }
    }
    if (annotated.isEmpty()) {
      throw new GroundTruthException(
          "no picture of " + FileNames.text(file) + " is in " + FileNames.text(images));
    }
    remark(remarks, "annotations without a box, left out", coco.withoutBox());
    remark(
        remarks,
        "pictures found by the end of their name, as the file names other folders",
        finder.foundByName());
    remark(remarks, "pictures of the file that are not in the folder, left out", missing);
    Set<Path> unlisted = new HashSet<>(there);
    unlisted.removeAll(annotated.keySet());
    remark(
        remarks, "pictures in the folder that the file does not list, left out", unlisted.size());
    return new CocoAnnotations(annotated, mapping.classNames(), remarks);
  }

  @Override
  public List<Path> pictures() {
    return pictures;
  }

  @Override
  public List<TrueObject> objectsIn(Path picture, int width, int height)
      throws GroundTruthException {
    Annotated there = annotated.get(picture);
    CocoFile.Image image = there.image();
    boolean sizeIsTold = image.width() > 0 && image.height() > 0;
    if (sizeIsTold && (image.width() != width || image.height() != height)) {
      throw new GroundTruthException(
          "upright it is %d×%d, but was annotated as %d×%d"
              .formatted(width, height, image.width(), image.height()));
    }
    return there.objects();
  }

  @Override
  public List<String> classNames() {
    return classNames;
  }

  @Override
  public List<String> remarks() {
    return remarks;
  }

  private static List<CocoFile.Image> byId(List<CocoFile.Image> images) {
    return images.stream().sorted(Comparator.comparing(CocoFile.Image::id)).toList();
  }

  /** The objects of each image, an empty list for one without. */
  private static Map<CocoId, List<TrueObject>> objectsByImage(
      CocoFile coco, Map<CocoId, Integer> classIds, List<String> remarks) {
    Map<CocoId, List<TrueObject>> objects = new HashMap<>();
    coco.images().forEach(image -> objects.put(image.id(), new ArrayList<>()));
    int stray = 0;
    for (CocoFile.Annotation annotation : coco.annotations()) {
      List<TrueObject> ofImage = objects.get(annotation.imageId());
      Integer classId = classIds.get(annotation.categoryId());
      if (ofImage == null || classId == null) {
        stray++;
      } else {
        ofImage.add(annotation.toObject(classId));
      }
    }
    remark(remarks, "annotations of a picture or category that the file does not list", stray);
    return objects;
  }

  private static void remark(List<String> remarks, String what, int count) {
    if (count > 0) {
      remarks.add(what + ": " + count);
    }
  }
}
