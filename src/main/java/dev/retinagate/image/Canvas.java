package dev.retinagate.image;

import dev.retinagate.detection.Box;
import dev.retinagate.detection.Detection;
import dev.retinagate.detection.Scene;
import dev.retinagate.detection.Zone;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.opencv.global.opencv_imgproc;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Point;
import org.bytedeco.opencv.opencv_core.Scalar;

/**
 * Draws a scene on the pixels of an upright picture of any scale. Zones come first and labels last,
 * so that no line is drawn over a label. A label that finds no place of its own is left out, as on
 * the page.
 */
final class Canvas {

  private static final double LETTERS_PER_LONGER_SIDE = 60;
  private static final double MIN_LETTER_HEIGHT = 10;
  private static final double LINE_PER_LETTER = 0.18;

  private final Mat pixels;
  private final double factor;
  private final Lettering lettering;
  private final Pen pen;
  private final LabelPlace.Frame bounds;
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
    double letter =
        Math.max(
            MIN_LETTER_HEIGHT, Math.max(pixels.cols(), pixels.rows()) / LETTERS_PER_LONGER_SIDE);
    lettering = Lettering.of(letter);
    pen = new Pen(pixels, Math.max(1, (int) Math.round(letter * LINE_PER_LETTER)));
    bounds = new LabelPlace.Frame(0, 0, pixels.cols(), pixels.rows());
  }

  void draw(Scene scene) {
    Legend legend = new Legend(scene);
    List<Detection> detections = scene.drawn();
    scene.zones().forEach(this::drawZone);
    // The best come last, so that nothing is drawn over them.
    for (int i = detections.size() - 1; i >= 0; i--) {
      pen.box(frame(detections.get(i).box()), legend.ink(detections.get(i)));
    }
    for (Zone zone : scene.zones()) {
      try (Point corner = place(zone.corners().get(0))) {
        drawPlate(zone.name(), new LabelPlace.Frame(corner.x(), corner.y(), 0, 0), Ink.OF_ZONE);
      }
    }
    // Of a crowd, the intruders have their labels.
    detections.stream().filter(legend::isIntruder).forEach(one -> drawLabel(one, legend));
    detections.stream()
        .filter(one -> !legend.isIntruder(one))
        .forEach(one -> drawLabel(one, legend));
  }

  private void drawLabel(Detection detection, Legend legend) {
    drawPlate(legend.text(detection), frame(detection.box()), legend.ink(detection));
  }

  private void drawPlate(String text, LabelPlace.Frame box, Ink ink) {
    LabelPlace.choose(box, lettering.width(text), lettering.height(), bounds, taken)
        .ifPresent(
            place -> {
              taken.add(place);
              lettering.draw(pixels, text, place.x(), place.y(), ink);
            });
  }

  private void drawZone(Zone zone) {
    List<Zone.Corner> corners = zone.corners();
    try (Scalar dark = Ink.black();
        Scalar bright = Ink.white()) {
      for (int i = 0; i < corners.size(); i++) {
        try (Point from = place(corners.get(i));
            Point to = place(corners.get((i + 1) % corners.size()))) {
          opencv_imgproc.line(pixels, from, to, dark, 3 * pen.width(), opencv_imgproc.LINE_AA, 0);
          opencv_imgproc.line(pixels, from, to, bright, pen.width(), opencv_imgproc.LINE_AA, 0);
        }
      }
    }
  }

  private Point place(Zone.Corner corner) {
    return new Point(
        (int) Math.round(corner.x() * (pixels.cols() - 1)),
        (int) Math.round(corner.y() * (pixels.rows() - 1)));
  }

  private LabelPlace.Frame frame(Box box) {
    int left = (int) Math.round(box.x() * factor);
    int top = (int) Math.round(box.y() * factor);
    return new LabelPlace.Frame(
        left,
        top,
        (int) Math.round(box.right() * factor) - left,
        (int) Math.round(box.bottom() * factor) - top);
  }
}
