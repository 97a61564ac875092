package dev.retinagate.modeltools.evaluate;

import dev.retinagate.config.FileNames;
import dev.retinagate.config.FileProblem;
import dev.retinagate.detection.Labels;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import java.util.regex.Pattern;

/**
 * One YOLO label file: a line an object, columns divided by blanks or tabs. Tools write more than
 * {@code class cx cy w h}:
 *
 * <ul>
 *   <li>class ids as decimals, {@code 15.0} or {@code 1.5e+01} ({@code numpy.savetxt});
 *   <li>an outline, {@code class x1 y1 x2 y2 x3 y3 …}, of three points and more (COCO's own YOLO
 *       download, segmentation and oriented boxes): the object is its bounding box;
 *   <li>a confidence in a last column (predictions saved as labels): it is ignored;
 *   <li>a byte order mark, UTF-16 included, and line ends of any system.
 * </ul>
 *
 * @param boxes the objects
 * @param outlines how many of them were outlines
 * @param confidences how many lines had a confidence
 */
record YoloFile(List<RelativeBox> boxes, int outlines, int confidences) {

  private static final int BOX_COLUMNS = 5;
  private static final int MIN_OUTLINE_COLUMNS = 7;

  /** How far over 1 or under 0 a share may be: files are rounded to some six digits. */
  private static final double ROUNDING = 1e-3;

  /** {@link Double#parseDouble} would also take hexadecimal digits, "1d" and "NaN". */
  private static final Pattern NUMBER =
      Pattern.compile("[+-]?(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d+)?");

  private static final char BYTE_ORDER_MARK = '\uFEFF';
  private static final String EXPECTED =
      "expected 'class cx cy w h' or 'class x1 y1 x2 y2 x3 y3 ...', each with or without a"
          + " confidence behind it";

  /** One line. */
  private record Line(RelativeBox box, boolean outline, boolean confidence) {}

  /**
   * Reads a file.
   *
   * @param model the labels that the class ids refer to
   * @throws GroundTruthException naming the file, the first line that cannot be used, the column,
   *     and what was expected
   */
  static YoloFile read(Path file, Labels model) throws GroundTruthException {
    String[] text = text(file).split("\\R", -1);
    List<Line> lines = new ArrayList<>();
    for (int i = 0; i < text.length; i++) {
      String line = text[i].strip();
      if (!line.isEmpty()) {
        lines.add(parse(line, FileNames.text(file) + ":" + (i + 1) + ": ", model));
      }
    }
    return new YoloFile(
        lines.stream().map(Line::box).toList(),
        (int) lines.stream().filter(Line::outline).count(),
        (int) lines.stream().filter(Line::confidence).count());
  }

  private static String text(Path file) throws GroundTruthException {
    try {
      ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file));
      String text = charset(bytes).newDecoder().decode(bytes).toString();
      return text.startsWith(String.valueOf(BYTE_ORDER_MARK)) ? text.substring(1) : text;
    } catch (CharacterCodingException e) {
      throw new GroundTruthException(
          FileNames.text(file) + ": expected lines of text in UTF-8, found other bytes");
    } catch (IOException e) {
      throw new GroundTruthException(
          FileNames.text(file) + " cannot be read: " + FileProblem.reason(e));
    }
  }

  /** PowerShell's redirection writes UTF-16. */
  private static Charset charset(ByteBuffer bytes) {
    if (bytes.remaining() < 2) {
      return StandardCharsets.UTF_8;
    }
    return switch (bytes.getChar(0)) {
      case BYTE_ORDER_MARK -> StandardCharsets.UTF_16BE;
      case (char) 0xFFFE -> StandardCharsets.UTF_16LE;
      default -> StandardCharsets.UTF_8;
    };
  }

  private static Line parse(String line, String place, Labels model) throws GroundTruthException {
    String[] columns = line.split("\\s+", -1);
    boolean confidence = columns.length > BOX_COLUMNS && columns.length % 2 == 0;
    int used = columns.length - (confidence ? 1 : 0);
    if (used != BOX_COLUMNS && used < MIN_OUTLINE_COLUMNS) {
      throw new GroundTruthException(place + "found " + columns.length + " columns, " + EXPECTED);
    }
    int classId = classId(columns[0], place, model);
    double[] shares = new double[columns.length - 1];
    for (int i = 0; i < shares.length; i++) {
      boolean ofConfidence = confidence && i == shares.length - 1;
      shares[i] =
          share(
              columns[i + 1],
              place + "column " + (i + 2) + ": ",
              ofConfidence ? "a confidence" : "a share of the picture's side");
    }
    return used == BOX_COLUMNS
        ? new Line(
            new RelativeBox(classId, shares[0], shares[1], shares[2], shares[3]), false, confidence)
        : new Line(boundingBox(classId, Arrays.copyOf(shares, used - 1)), true, confidence);
  }

  /** Of the points x1, y1, x2, y2, …. */
  private static RelativeBox boundingBox(int classId, double[] points) {
    double left = points[0];
    double top = points[1];
    double right = left;
    double bottom = top;
    for (int i = 2; i < points.length; i += 2) {
      left = Math.min(left, points[i]);
      right = Math.max(right, points[i]);
      top = Math.min(top, points[i + 1]);
      bottom = Math.max(bottom, points[i + 1]);
    }
    return new RelativeBox(
        classId, (left + right) / 2, (top + bottom) / 2, right - left, bottom - top);
  }

  private static int classId(String column, String place, Labels model)
      throws GroundTruthException {
    double number = number(column).orElse(-1);
    if (number != Math.rint(number) || number < 0 || number >= model.size()) {
      throw new GroundTruthException(
          place
              + "column 1: class "
              + column
              + " is not one of the model's, a whole number from 0 to "
              + (model.size() - 1));
    }
    return (int) number;
  }

  private static double share(String column, String place, String meaning)
      throws GroundTruthException {
    double share = number(column).orElse(-1);
    if (share < -ROUNDING || share > 1 + ROUNDING) {
      throw new GroundTruthException(place + column + " is not " + meaning + ", from 0 to 1");
    }
    return share;
  }

  private static OptionalDouble number(String column) {
    return NUMBER.matcher(column).matches()
        ? OptionalDouble.of(Double.parseDouble(column))
        : OptionalDouble.empty();
  }
}
