package dev.retinagate.image;

import dev.retinagate.detection.Box;
import dev.retinagate.detection.Detection;
import dev.retinagate.detection.Scene;
import dev.retinagate.detection.Zone;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.opencv.global.opencv_imgproc;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Point;
import org.bytedeco.opencv.opencv_core.Rect;
import org.bytedeco.opencv.opencv_core.Scalar;
import org.bytedeco.opencv.opencv_core.Size;

/**
 * Draws a scene on the pixels of an upright picture of any scale. Zones come first and labels last,
 * so that nothing is drawn over a label. An intruder has a border twice as wide in a colour of its
 * own on white, and an exclamation mark before its label: colour alone is lost in grey pictures.
 */
final class Canvas {

  private static final double LETTERS_PER_LONGER_SIDE = 60;
  private static final double MIN_LETTER_HEIGHT = 10;
  private static final double LINE_PER_LETTER = 0.18;
  private static final int FONT = opencv_imgproc.FONT_HERSHEY_DUPLEX;

  /** Height in pixels of a capital letter of the font at scale 1. */
  private static final double FONT_HEIGHT = 21;

  /** The font has no other letters; OpenCV draws several question marks for one of them. */
  private static final String NOT_IN_FONT = "[^ -~]";

  private final Mat pixels;
  private final double factor;
  private final double letter;
  private final int line;
  private final List<LabelPlace> taken = new ArrayList<>();

  /**
   * A canvas.
   *
   * @param pixels to draw on
   * @param factor their size, as a multiple of the upright picture's
   */
  Canvas(Mat pixels, double factor) {
    this.pixels = pixels;
    this.factor = factor;
    letter =
        Math.max(
            MIN_LETTER_HEIGHT, Math.max(pixels.cols(), pixels.rows()) / LETTERS_PER_LONGER_SIDE);
    line = Math.max(1, (int) Math.round(letter * LINE_PER_LETTER));
  }

  void draw(Scene scene) {
    List<Detection> detections = scene.drawn();
    Set<Detection> intruders = new HashSet<>(scene.intruders());
    scene.zones().forEach(this::drawZone);
    // The best come last, so that nothing is drawn over them.
    for (int i = detections.size() - 1; i >= 0; i--) {
      Detection detection = detections.get(i);
      drawBox(detection.box(), Ink.of(detection, intruders.contains(detection)));
    }
    for (Detection detection : detections) {
      drawLabel(detection, intruders.contains(detection));
    }
    scene.zones().forEach(this::drawZoneName);
  }

  private void drawBox(Box box, Ink ink) {
    try (Rect outline = scaled(box);
        Scalar colour = ink.colour();
        Scalar white = Ink.white()) {
      if (ink.standsOut()) {
        opencv_imgproc.rectangle(pixels, outline, white, 4 * line, opencv_imgproc.LINE_AA, 0);
        opencv_imgproc.rectangle(pixels, outline, colour, 2 * line, opencv_imgproc.LINE_AA, 0);
      } else {
        opencv_imgproc.rectangle(pixels, outline, colour, line, opencv_imgproc.LINE_AA, 0);
      }
    }
  }

  private void drawLabel(Detection detection, boolean intruder) {
    String text =
        String.format(
            Locale.ROOT,
            "%s%s %.0f%%",
            intruder ? "! " : "",
            detection.label(),
            100 * detection.score());
    try (Rect box = scaled(detection.box())) {
      drawPlate(text, box.x(), box.y(), box.height(), Ink.of(detection, intruder));
    }
  }

  private void drawZone(Zone zone) {
    List<Zone.Corner> corners = zone.corners();
    try (Scalar dark = Ink.black();
        Scalar bright = Ink.white()) {
      for (int i = 0; i < corners.size(); i++) {
        try (Point from = place(corners.get(i));
            Point to = place(corners.get((i + 1) % corners.size()))) {
          opencv_imgproc.line(pixels, from, to, dark, 3 * line, opencv_imgproc.LINE_AA, 0);
          opencv_imgproc.line(pixels, from, to, bright, line, opencv_imgproc.LINE_AA, 0);
        }
      }
    }
  }

  private void drawZoneName(Zone zone) {
    try (Point corner = place(zone.corners().get(0))) {
      drawPlate(zone.name().replaceAll(NOT_IN_FONT, "?"), corner.x(), corner.y(), 0, Ink.OF_ZONE);
    }
  }

  private Point place(Zone.Corner corner) {
    return new Point(
        (int) Math.round(corner.x() * (pixels.cols() - 1)),
        (int) Math.round(corner.y() * (pixels.rows() - 1)));
  }

  /** Draws words near a box or a point, clear of the plates drawn before. */
  private void drawPlate(String text, int x, int y, int boxHeight, Ink ink) {
    double scale = letter / FONT_HEIGHT;
    int weight = Math.max(1, (int) Math.round(scale));
    int margin = Math.max(2, (int) Math.round(letter * 0.35));
    try (IntPointer baseline = new IntPointer(1);
        Size size = opencv_imgproc.getTextSize(text, FONT, scale, weight, baseline)) {
      int width = size.width() + 2 * margin;
      int height = size.height() + 2 * margin;
      LabelPlace place =
          LabelPlace.choose(x, y, boxHeight, width, height, pixels.cols(), pixels.rows(), taken);
      taken.add(place);
      try (Scalar colour = ink.colour();
          Scalar letters = ink.letters();
          Rect plate = new Rect(place.x(), place.y(), width, height);
          Point origin = new Point(place.x() + margin, place.y() + height - margin)) {
        opencv_imgproc.rectangle(
            pixels, plate, colour, opencv_imgproc.FILLED, opencv_imgproc.LINE_8, 0);
        opencv_imgproc.putText(
            pixels, text, origin, FONT, scale, letters, weight, opencv_imgproc.LINE_AA, false);
      }
    }
  }

  private Rect scaled(Box box) {
    int left = (int) Math.round(box.x() * factor);
    int top = (int) Math.round(box.y() * factor);
    return new Rect(
        left,
        top,
        (int) Math.round(box.right() * factor) - left,
        (int) Math.round(box.bottom() * factor) - top);
  }
}
