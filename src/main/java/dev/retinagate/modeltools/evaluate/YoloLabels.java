package dev.retinagate.modeltools.evaluate;

import dev.retinagate.detection.Labels;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * YOLO label files: for {@code images/a/b.jpg} the file {@code labels/a/b.txt}, each line {@code
 * class cx cy w h} with the class's id, the box's centre and its extent, as shares of the upright
 * picture. A picture without a label file is an empty one. An object's size is that of its box.
 */
public final class YoloLabels implements GroundTruth {

  private static final String SUFFIX = "txt";

  /** Labelling tools put the names of the classes beside the labels under this name. */
  private static final String CLASS_LIST = "classes.txt";

  private static final int COLUMNS = 5;

  /** How far over 1 or under 0 a share may be: files are rounded to some six digits. */
  private static final double ROUNDING = 1e-3;

  private final Map<Path, List<RelativeBox>> boxes;
  private final List<Path> pictures;
  private final List<String> classNames;
  private final List<String> remarks;

  private record RelativeBox(int classId, double cx, double cy, double width, double height) {

    TrueObject in(int pictureWidth, int pictureHeight) {
      return TrueObject.ofBox(
          classId,
          (cx - width / 2) * pictureWidth,
          (cy - height / 2) * pictureHeight,
          width * pictureWidth,
          height * pictureHeight);
    }
  }

  private YoloLabels(
      List<Path> pictures,
      Map<Path, List<RelativeBox>> boxes,
      List<String> classNames,
      List<String> remarks) {
    this.pictures = pictures;
    this.boxes = boxes;
    this.classNames = classNames;
    this.remarks = remarks;
  }

  /**
   * Reads the label files of all pictures in a folder and its sub-folders.
   *
   * @param images the folder of the pictures
   * @param labels the folder of the label files
   * @param model the model's labels, which the files' class ids refer to
   * @throws GroundTruthException if a folder is missing, no label file belongs to a picture, or a
   *     line is not as above
   */
  public static YoloLabels load(Path images, Path labels, Labels model)
      throws GroundTruthException {
    List<Path> pictures = PictureFiles.under(images);
    if (pictures.isEmpty()) {
      throw new GroundTruthException("no picture (JPEG, PNG, WebP, BMP) in " + images);
    }
    Set<Path> labelFiles = new HashSet<>(PictureFiles.withSuffix(labels, Set.of(SUFFIX)));
    labelFiles.removeIf(file -> file.getFileName().toString().equals(CLASS_LIST));
    Set<Path> withoutPicture = new HashSet<>(labelFiles);
    Map<Path, List<RelativeBox>> boxes = new HashMap<>();
    for (Path picture : pictures) {
      Path file = labels.resolve(PictureFiles.replaceSuffix(images.relativize(picture), SUFFIX));
      if (labelFiles.contains(file)) {
        boxes.put(picture, read(file, model));
        withoutPicture.remove(file);
      }
    }
    if (boxes.isEmpty()) {
      throw new GroundTruthException(
          "no label file in " + labels + " belongs to a picture in " + images);
    }
    List<String> remarks = new ArrayList<>();
    int unlabelled = pictures.size() - boxes.size();
    if (unlabelled > 0) {
      remarks.add("pictures without a label file, taken as empty: " + unlabelled);
    }
    if (!withoutPicture.isEmpty()) {
      remarks.add("label files without a picture, left out: " + withoutPicture.size());
    }
    return new YoloLabels(pictures, boxes, model.names(), List.copyOf(remarks));
  }

  @Override
  public List<Path> pictures() {
    return pictures;
  }

  @Override
  public List<TrueObject> objectsIn(Path picture, int width, int height) {
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

  private static List<RelativeBox> read(Path file, Labels model) throws GroundTruthException {
    List<String> lines;
    try {
      lines = Files.readAllLines(file);
    } catch (IOException e) {
      throw new GroundTruthException(file + " cannot be read: " + e);
    }
    List<RelativeBox> boxes = new ArrayList<>();
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i).strip();
      if (!line.isEmpty()) {
        boxes.add(parse(line, file + ":" + (i + 1), model));
      }
    }
    return List.copyOf(boxes);
  }

  private static RelativeBox parse(String line, String place, Labels model)
      throws GroundTruthException {
    String[] columns = line.split("\\s+", -1);
    if (columns.length != COLUMNS) {
      throw new GroundTruthException(
          place + ": expected 'class cx cy w h', found " + columns.length + " columns");
    }
    return new RelativeBox(
        classId(columns[0], place, model),
        share(columns[1], place),
        share(columns[2], place),
        share(columns[3], place),
        share(columns[4], place));
  }

  private static int classId(String column, String place, Labels model)
      throws GroundTruthException {
    try {
      int classId = Integer.parseInt(column);
      if (classId >= 0 && classId < model.size()) {
        return classId;
      }
    } catch (NumberFormatException e) {
      // Refused below, as a number out of range is.
    }
    throw new GroundTruthException(
        place + ": class " + column + " is not one of the model's, 0.." + (model.size() - 1));
  }

  private static double share(String column, String place) throws GroundTruthException {
    try {
      double share = Double.parseDouble(column);
      if (share >= -ROUNDING && share <= 1 + ROUNDING) {
        return share;
      }
    } catch (NumberFormatException e) {
      // Refused below, as a number out of range is.
    }
    throw new GroundTruthException(
        place + ": " + column + " is not a share of the picture's side, 0..1");
  }
}
