package dev.retinagate.image;

import org.bytedeco.opencv.opencv_core.Scalar;

/**
 * A colour to draw with, and how lines of it look.
 *
 * @param rgb red, green, blue
 * @param letters black or white, whichever reads better on the colour
 * @param dash 0 for a whole line, 1 for long dashes, 2 for short ones
 * @param standsOut whether lines are wide and have a white border
 */
record Ink(int rgb, int letters, int dash, boolean standsOut) {

  private static final int BLACK = 0x000000;
  private static final int WHITE = 0xffffff;

  /** Of a zone's name. */
  static final Ink OF_ZONE = new Ink(WHITE, BLACK, 0, false);

  static final Ink OF_INTRUDER = new Ink(0xd0021b, WHITE, 0, true);

  private static final int DASHES = 3;

  /**
   * Those of the page (results.css), which can be told apart by colour-blind people too. Source:
   * Okabe and Ito, "Color Universal Design", black replaced by white.
   */
  private static final Ink[] OF_HUES = {
    new Ink(0x56b4e9, BLACK, 0, false),
    new Ink(0xe69f00, BLACK, 0, false),
    new Ink(0x009e73, BLACK, 0, false),
    new Ink(0xf0e442, BLACK, 0, false),
    new Ink(0xcc79a7, BLACK, 0, false),
    new Ink(0xd55e00, BLACK, 0, false),
    new Ink(0x0072b2, WHITE, 0, false),
    new Ink(0xf4f4f4, BLACK, 0, false)
  };

  /** How many hues there are. */
  static final int HUES = OF_HUES.length;

  /**
   * The ink of a class.
   *
   * @param hue 0 to {@link #HUES}, exclusive
   * @param series how often all hues were given out before
   */
  static Ink of(int hue, int series) {
    Ink ink = OF_HUES[hue];
    return new Ink(ink.rgb, ink.letters, series % DASHES, false);
  }

  static Scalar black() {
    return scalar(BLACK);
  }

  static Scalar white() {
    return scalar(WHITE);
  }

  /** The colour. */
  Scalar colour() {
    return scalar(rgb);
  }

  /** The colour of letters on the colour. */
  Scalar letterColour() {
    return scalar(letters);
  }

  /** OpenCV's blue, green, red. */
  private static Scalar scalar(int rgb) {
    return new Scalar(rgb & 0xff, rgb >> 8 & 0xff, rgb >> 16, 0);
  }
}
