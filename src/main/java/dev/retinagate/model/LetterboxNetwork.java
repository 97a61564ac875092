package dev.retinagate.model;

import dev.retinagate.image.InputTensor;
import dev.retinagate.image.PictureFormat;
import dev.retinagate.image.PictureHeader;
import java.util.List;

/** The network section of a family whose input is one square that a picture is fitted into. */
interface LetterboxNetwork {

  int CHANNELS = 3;

  /** Side of the square in pixels. */
  int inputSide();

  /** Pixels a cell, a level each, in the order of the outputs. */
  List<Integer> strides();

  /** How pixels become the input, and what surrounds the picture. */
  InputTensor.Normalisation normalisation();

  /**
   * The fraction at which a JPEG is decoded. The picture is still shrunk after that, so that the
   * network sees the same picture.
   */
  default int reduction(PictureHeader header) {
    if (header.format() != PictureFormat.JPEG) {
      return 1;
    }
    int longer = Math.max(header.width(), header.height());
    int reduction = 1;
    while (reduction < 8 && longer / (2 * reduction) >= 2 * inputSide()) {
      reduction *= 2;
    }
    return reduction;
  }
}
