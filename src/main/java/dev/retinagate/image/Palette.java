package dev.retinagate.image;

import org.bytedeco.opencv.opencv_core.Scalar;

/**
 * Colours of classes, told apart by colour-blind people too. Source: Okabe and Ito, "Color
 * Universal Design", without black.
 */
final class Palette {

  /** Red, green, blue. */
  private static final int[] COLOURS = {
    0xe69f00, 0x56b4e9, 0x009e73, 0xf0e442, 0x0072b2, 0xd55e00, 0xcc79a7
  };

  /** Above this the eye sees a bright plate, on which black letters read better. */
  private static final double BRIGHT = 110;

  private Palette() {}

  /** The class's colour, as OpenCV's blue, green, red. */
  static Scalar of(int classId) {
    int rgb = COLOURS[classId % COLOURS.length];
    return new Scalar(rgb & 0xff, rgb >> 8 & 0xff, rgb >> 16, 0);
  }

  /** Black or white, whichever reads better on the class's colour. */
  static Scalar inkOn(int classId) {
    int rgb = COLOURS[classId % COLOURS.length];
    // Luma weights of ITU-R BT.601.
    double luma = 0.299 * (rgb >> 16) + 0.587 * (rgb >> 8 & 0xff) + 0.114 * (rgb & 0xff);
    double ink = luma > BRIGHT ? 0 : 255;
    return new Scalar(ink, ink, ink, 0);
  }
}
