package dev.retinagate.image;

import org.bytedeco.opencv.opencv_core.Mat;

/** Writes words on plates: filled rectangles with a margin around the letters. */
interface Lettering {

  /** Margin of a plate, as a share of a capital letter's height. */
  double MARGIN_PER_LETTER = 0.35;

  /**
   * Lettering of one size.
   *
   * @param capital height of a capital letter in pixels
   */
  static Lettering of(double capital) {
    return JavaLettering.isAvailable() ? new JavaLettering(capital) : new HersheyLettering(capital);
  }

  /** The margin of a plate in pixels. */
  static int margin(double capital) {
    return Math.max(2, (int) Math.round(capital * MARGIN_PER_LETTER));
  }

  /** The width of a plate with these words, in pixels. */
  int width(String text);

  /** The height of every plate, in pixels. */
  int height();

  /**
   * Draws a plate with its words. What is outside of the picture is left out.
   *
   * @param x left edge
   * @param y top edge
   */
  void draw(Mat pixels, String text, int x, int y, Ink ink);
}
