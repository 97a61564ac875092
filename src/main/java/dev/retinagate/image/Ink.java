package dev.retinagate.image;

import dev.retinagate.detection.Detection;
import org.bytedeco.opencv.opencv_core.Scalar;

/**
 * A colour to draw with. Colours of classes can be told apart by colour-blind people too. Source:
 * Okabe and Ito, "Color Universal Design", without black.
 *
 * @param rgb red, green, blue
 * @param standsOut whether lines are wide and have a white border
 */
record Ink(int rgb, boolean standsOut) {

  /** Of a zone's name. */
  static final Ink OF_ZONE = new Ink(0xffffff, false);

  private static final int[] OF_CLASSES = {
    0xe69f00, 0x56b4e9, 0x009e73, 0xf0e442, 0x0072b2, 0xd55e00, 0xcc79a7
  };

  private static final Ink OF_INTRUDER = new Ink(0xd0021b, true);

  /** Above this the eye sees a bright plate, on which black letters read better. */
  private static final double BRIGHT = 110;

  /** The ink of a detection. */
  static Ink of(Detection detection, boolean intruder) {
    return intruder
        ? OF_INTRUDER
        : new Ink(OF_CLASSES[detection.classId() % OF_CLASSES.length], false);
  }

  static Scalar black() {
    return new Scalar(0, 0, 0, 0);
  }

  static Scalar white() {
    return new Scalar(255, 255, 255, 0);
  }

  /** The colour, as OpenCV's blue, green, red. */
  Scalar colour() {
    return new Scalar(rgb & 0xff, rgb >> 8 & 0xff, rgb >> 16, 0);
  }

  /** Black or white, whichever reads better on the colour. */
  Scalar letters() {
    // Luma weights of ITU-R BT.601.
    double luma = 0.299 * (rgb >> 16) + 0.587 * (rgb >> 8 & 0xff) + 0.114 * (rgb & 0xff);
    return luma > BRIGHT ? black() : white();
  }
}
