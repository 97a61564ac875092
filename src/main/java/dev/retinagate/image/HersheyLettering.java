package dev.retinagate.image;

import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.opencv.global.opencv_imgproc;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Point;
import org.bytedeco.opencv.opencv_core.Rect;
import org.bytedeco.opencv.opencv_core.Scalar;
import org.bytedeco.opencv.opencv_core.Size;

/** Letters of OpenCV's own font: thin, ASCII only, and there on every machine. */
final class HersheyLettering implements Lettering {

  private static final int FONT = opencv_imgproc.FONT_HERSHEY_DUPLEX;

  /** Height in pixels of a capital letter of the font at scale 1. */
  private static final double FONT_HEIGHT = 21;

  /** The font has no other letters; OpenCV draws several question marks for one of them. */
  private static final String NOT_IN_FONT = "[^ -~]";

  private final double scale;
  private final int weight;
  private final int margin;
  private final int height;

  HersheyLettering(double capital) {
    scale = capital / FONT_HEIGHT;
    weight = Math.max(1, (int) Math.round(scale));
    margin = Lettering.margin(capital);
    try (Size size = size("H")) {
      height = size.height() + 2 * margin;
    }
  }

  @Override
  public int width(String text) {
    try (Size size = size(text)) {
      return size.width() + 2 * margin;
    }
  }

  @Override
  public int height() {
    return height;
  }

  @Override
  public void draw(Mat pixels, String text, int x, int y, Ink ink) {
    try (Scalar colour = ink.colour();
        Scalar letters = ink.letterColour();
        Rect plate = new Rect(x, y, width(text), height);
        Point origin = new Point(x + margin, y + height - margin)) {
      opencv_imgproc.rectangle(
          pixels, plate, colour, opencv_imgproc.FILLED, opencv_imgproc.LINE_8, 0);
      opencv_imgproc.putText(
          pixels,
          inFont(text),
          origin,
          FONT,
          scale,
          letters,
          weight,
          opencv_imgproc.LINE_AA,
          false);
    }
  }

  private Size size(String text) {
    try (IntPointer baseline = new IntPointer(1)) {
      return opencv_imgproc.getTextSize(inFont(text), FONT, scale, weight, baseline);
    }
  }

  private static String inFont(String text) {
    return text.replaceAll(NOT_IN_FONT, "?");
  }
}
