package dev.retinagate.image;

import dev.retinagate.detection.Box;
import dev.retinagate.detection.Detection;
import dev.retinagate.detection.PictureException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.opencv.global.opencv_imgproc;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Point;
import org.bytedeco.opencv.opencv_core.Rect;
import org.bytedeco.opencv.opencv_core.Scalar;
import org.bytedeco.opencv.opencv_core.Size;

/**
 * Draws detections on the upright picture. Lines and letters grow with the picture, so that they
 * are readable when it is shown to fit a screen; a picture too small for letters is enlarged by a
 * whole factor, and one too large for the answer's format is scaled down.
 */
public final class PictureAnnotator {

  private static final int MIN_LONGER_SIDE = 320;
  private static final double LETTERS_PER_LONGER_SIDE = 60;
  private static final double MIN_LETTER_HEIGHT = 10;
  private static final double LINE_PER_LETTER = 0.18;
  private static final int FONT = opencv_imgproc.FONT_HERSHEY_DUPLEX;

  /** Height in pixels of a capital letter of the font at scale 1. */
  private static final double FONT_HEIGHT = 21;

  static {
    OpenCv.load();
  }

  private PictureAnnotator() {}

  /** Loads OpenCV, which takes a while; the first picture would do it otherwise. */
  public static void loadLibrary() {
    OpenCv.load();
  }

  /**
   * Draws and encodes.
   *
   * @param picture the encoded picture, from position to limit; left as it is
   * @param detections in pixels of the upright picture
   * @param format {@link PictureFormat#JPEG} or {@link PictureFormat#PNG}
   * @throws PictureException if the picture cannot be decoded
   * @throws RuntimeException if OpenCV cannot draw or encode it, which is nobody's but our fault
   */
  public static DrawnPicture annotate(
      ByteBuffer picture, List<Detection> detections, PictureFormat format, PictureLimits limits)
      throws PictureException {
    PictureHeader header = PictureHeader.read(picture, limits);
    try (DecodedPicture decoded = PictureDecoder.decode(picture, header, 1)) {
      double scale = scale(Math.max(decoded.width(), decoded.height()), format);
      if (scale == 1) {
        draw(decoded.bgr(), detections, 1);
        return new DrawnPicture(PictureEncoder.encode(decoded.bgr(), format), 1);
      }
      int how = scale > 1 ? opencv_imgproc.INTER_CUBIC : opencv_imgproc.INTER_AREA;
      try (Mat scaled = new Mat();
          Size size = new Size(scaled(decoded.width(), scale), scaled(decoded.height(), scale))) {
        opencv_imgproc.resize(decoded.bgr(), scaled, size, 0, 0, how);
        draw(scaled, detections, scale);
        return new DrawnPicture(PictureEncoder.encode(scaled, format), scale);
      }
    }
  }

  private static double scale(int longerSide, PictureFormat format) {
    int max = PictureEncoder.maxSide(format);
    return longerSide > max
        ? (double) max / longerSide
        : Math.max(1, (MIN_LONGER_SIDE + longerSide - 1) / longerSide);
  }

  private static int scaled(int extent, double scale) {
    return Math.max(1, (int) Math.round(extent * scale));
  }

  private static void draw(Mat canvas, List<Detection> detections, double factor) {
    double letter =
        Math.max(
            MIN_LETTER_HEIGHT, Math.max(canvas.cols(), canvas.rows()) / LETTERS_PER_LONGER_SIDE);
    int line = Math.max(1, (int) Math.round(letter * LINE_PER_LETTER));
    // The best come last, so that nothing is drawn over them.
    for (int i = detections.size() - 1; i >= 0; i--) {
      Box box = detections.get(i).box();
      try (Rect outline = scaled(box, factor);
          Scalar colour = Palette.of(detections.get(i).classId())) {
        opencv_imgproc.rectangle(canvas, outline, colour, line, opencv_imgproc.LINE_AA, 0);
      }
    }
    List<LabelPlace> taken = new ArrayList<>();
    for (Detection detection : detections) {
      drawLabel(canvas, detection, factor, letter, taken);
    }
  }

  private static void drawLabel(
      Mat canvas, Detection detection, double factor, double letter, List<LabelPlace> taken) {
    String text =
        String.format(Locale.ROOT, "%s %.0f%%", detection.label(), 100 * detection.score());
    double scale = letter / FONT_HEIGHT;
    int weight = Math.max(1, (int) Math.round(scale));
    int margin = Math.max(2, (int) Math.round(letter * 0.35));
    try (IntPointer baseline = new IntPointer(1);
        Size size = opencv_imgproc.getTextSize(text, FONT, scale, weight, baseline);
        Rect box = scaled(detection.box(), factor)) {
      int width = size.width() + 2 * margin;
      int height = size.height() + 2 * margin;
      LabelPlace place =
          LabelPlace.choose(
              box.x(), box.y(), box.height(), width, height, canvas.cols(), canvas.rows(), taken);
      taken.add(place);
      try (Scalar colour = Palette.of(detection.classId());
          Scalar ink = Palette.inkOn(detection.classId());
          Rect plate = new Rect(place.x(), place.y(), width, height);
          Point origin = new Point(place.x() + margin, place.y() + height - margin)) {
        opencv_imgproc.rectangle(
            canvas, plate, colour, opencv_imgproc.FILLED, opencv_imgproc.LINE_8, 0);
        opencv_imgproc.putText(
            canvas, text, origin, FONT, scale, ink, weight, opencv_imgproc.LINE_AA, false);
      }
    }
  }

  private static Rect scaled(Box box, double factor) {
    int left = (int) Math.round(box.x() * factor);
    int top = (int) Math.round(box.y() * factor);
    return new Rect(
        left,
        top,
        (int) Math.round(box.right() * factor) - left,
        (int) Math.round(box.bottom() * factor) - top);
  }
}
