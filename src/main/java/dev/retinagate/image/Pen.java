package dev.retinagate.image;

import org.bytedeco.opencv.global.opencv_imgproc;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Point;
import org.bytedeco.opencv.opencv_core.Rect;
import org.bytedeco.opencv.opencv_core.Scalar;

/**
 * Draws boxes. A line has a dark border, so that it is seen on every ground; that of an intruder is
 * twice as wide and its border is white.
 *
 * @param width of a line in pixels
 */
record Pen(Mat pixels, int width) {

  /** Lengths of dashes and of the gaps behind them, in widths of the line; those of the page. */
  private static final double[][] DASHES = {{}, {4.4, 2.2}, {0.9, 2.2}};

  /** Draws a box. */
  void box(LabelPlace.Frame box, Ink ink) {
    try (Rect outline = new Rect(box.x(), box.y(), box.width(), box.height());
        Scalar colour = ink.colour();
        Scalar border = ink.standsOut() ? Ink.white() : Ink.black()) {
      int line = ink.standsOut() ? 2 * width : width;
      rectangle(outline, border, 2 * line);
      if (ink.dash() == 0) {
        rectangle(outline, colour, line);
      } else {
        int right = box.x() + box.width() - 1;
        int bottom = box.y() + box.height() - 1;
        double[] dash = DASHES[ink.dash()];
        dashes(box.x(), box.y(), right, box.y(), dash, colour);
        dashes(right, box.y(), right, bottom, dash, colour);
        dashes(right, bottom, box.x(), bottom, dash, colour);
        dashes(box.x(), bottom, box.x(), box.y(), dash, colour);
      }
    }
  }

  private void rectangle(Rect outline, Scalar colour, int line) {
    opencv_imgproc.rectangle(pixels, outline, colour, line, opencv_imgproc.LINE_AA, 0);
  }

  /** One side of a box, which is level or upright. */
  private void dashes(int fromX, int fromY, int toX, int toY, double[] dash, Scalar colour) {
    int length = Math.abs(toX - fromX) + Math.abs(toY - fromY);
    int stepX = Integer.signum(toX - fromX);
    int stepY = Integer.signum(toY - fromY);
    double period = (dash[0] + dash[1]) * width;
    for (double at = 0; at < length; at += period) {
      int begin = (int) Math.round(at);
      int end = (int) Math.round(Math.min(length, at + dash[0] * width));
      try (Point from = new Point(fromX + stepX * begin, fromY + stepY * begin);
          Point to = new Point(fromX + stepX * end, fromY + stepY * end)) {
        opencv_imgproc.line(pixels, from, to, colour, width, opencv_imgproc.LINE_AA, 0);
      }
    }
  }
}
