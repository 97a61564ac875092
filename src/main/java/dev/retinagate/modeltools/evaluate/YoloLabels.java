package dev.retinagate.modeltools.evaluate;

import dev.retinagate.config.FileNames;
import dev.retinagate.detection.Labels;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * YOLO label files: for {@code images/a/b.jpg} the file {@code labels/a/b.txt}, as {@link YoloFile}
 * reads it. A picture without a label file is an empty one. An object's size is that of its box. A
 * label file that cannot be used fails its picture alone.
 */
public final class YoloLabels implements GroundTruth {

  private static final String SUFFIX = "txt";

  /** Labelling tools put the names of the classes beside the labels under this name. */
  private static final String CLASS_LIST = "classes.txt";

  private final List<Path> pictures;
  private final Map<Path, List<RelativeBox>> boxes;
  private final Map<Path, GroundTruthException> failures;
  private final List<String> classNames;
  private final List<String> remarks;

  private YoloLabels(
      List<Path> pictures,
      Map<Path, List<RelativeBox>> boxes,
      Map<Path, GroundTruthException> failures,
      List<String> classNames,
      List<String> remarks) {
    this.pictures = pictures;
    this.boxes = boxes;
    this.failures = failures;
    this.classNames = classNames;
    this.remarks = remarks;
  }

  /**
   * Reads the label files of all pictures in a folder and its sub-folders.
   *
   * @param images the folder of the pictures
   * @param labels the folder of the label files
   * @param model the model's labels, which the files' class ids refer to
   * @throws GroundTruthException if a folder is missing, no label file belongs to a picture, or
   *     none of them can be used
   */
  public static YoloLabels load(Path images, Path labels, Labels model)
      throws GroundTruthException {
    List<Path> pictures = PictureFiles.under(images);
    if (pictures.isEmpty()) {
      throw new GroundTruthException(
          "no picture (JPEG, PNG, WebP, BMP) in " + FileNames.text(images));
    }
    Map<Path, Path> files = labelFiles(images, pictures, labels);
    Map<Path, List<RelativeBox>> boxes = new HashMap<>();
    Map<Path, GroundTruthException> failures = new LinkedHashMap<>();
    int outlines = 0;
    int confidences = 0;
    for (Map.Entry<Path, Path> each : files.entrySet()) {
      try {
        YoloFile read = YoloFile.read(each.getValue(), model);
        boxes.put(each.getKey(), read.boxes());
        outlines += read.outlines();
        confidences += read.confidences();
      } catch (GroundTruthException e) {
        failures.put(each.getKey(), e);
      }
    }
    if (boxes.isEmpty()) {
      throw noneCanBeUsed(failures);
    }
    List<String> remarks = new ArrayList<>();
    remark(
        remarks, "pictures without a label file, taken as empty", pictures.size() - files.size());
    Set<Path> stray = allIn(labels);
    stray.removeAll(files.values());
    remark(remarks, "label files without a picture, left out", stray.size());
    remark(remarks, "outlines, of which the bounding box counts", outlines);
    remark(remarks, "lines with a confidence, which is ignored", confidences);
    return new YoloLabels(pictures, boxes, failures, model.names(), List.copyOf(remarks));
  }

  /** The label file of each picture that has one. */
  private static Map<Path, Path> labelFiles(Path images, List<Path> pictures, Path labels)
      throws GroundTruthException {
    Set<Path> there = allIn(labels);
    Map<Path, Path> files = new LinkedHashMap<>();
    for (Path picture : pictures) {
      Path file = labels.resolve(PictureFiles.replaceSuffix(images.relativize(picture), SUFFIX));
      if (there.contains(file)) {
        files.put(picture, file);
      }
    }
    if (files.isEmpty()) {
      throw new GroundTruthException(
          "no label file in %s belongs to a picture in %s"
              .formatted(FileNames.text(labels), FileNames.text(images)));
    }
    return files;
  }

  private static Set<Path> allIn(Path labels) throws GroundTruthException {
    Set<Path> files = new HashSet<>(PictureFiles.withSuffix(labels, Set.of(SUFFIX)));
    files.removeIf(file -> file.endsWith(CLASS_LIST));
    return files;
  }

  private static GroundTruthException noneCanBeUsed(Map<Path, GroundTruthException> failures) {
    String first = failures.values().iterator().next().getMessage();
    return failures.size() == 1
        ? new GroundTruthException(first)
        : new GroundTruthException(
            "none of the %d label files can be used; the first: %s"
                .formatted(failures.size(), first));
  }

  private static void remark(List<String> remarks, String what, int count) {
    if (count > 0) {
      remarks.add(what + ": " + count);
    }
  }

  @Override
  public List<Path> pictures() {
    return pictures;
  }

  @Override
  public List<TrueObject> objectsIn(Path picture, int width, int height)
      throws GroundTruthException {
    GroundTruthException failure = failures.get(picture);
    if (failure != null) {
      throw failure;
    }
    return boxes.getOrDefault(picture, List.of()).stream()
        .map(box -> box.in(width, height))
        .toList();
  }

  @Override
  public List<String> classNames() {
    return classNames;
  }

  @Override
  public List<String> remarks() {
    return remarks;
  }
}
