package dev.retinagate.model;

import dev.retinagate.image.InputTensor;
import dev.retinagate.image.PictureFormat;
import dev.retinagate.image.PictureHeader;
import java.util.List;

/** The network section of a family whose pictures are fitted into a square. */
interface LetterboxNetwork {

  int CHANNELS = 3;

  /** Side of the square in pixels. */
  int inputSide();

  /** Pixels a cell, a level each, in the order of the outputs. */
  List<Integer> strides();

  /** How pixels become the input, and what surrounds the picture. */
  InputTensor.Normalisation normalisation();

  /**
   * The fraction at which a JPEG is decoded: the smallest whose longer side is at least 5/4 of the
   * square's. The picture is still shrunk after that, so that the network sees the same picture.
   *
   * <p>The bound was weighed with nanodet-g on coco-train128, enlarged by 1.4 to 2.5, with noise,
   * mirrored and not, in fp32 and INT8. From 1.28 on, mean average precision was on average that of
   * the picture decoded whole (20 comparisons, +0.001, single ones ±0.008); at 1.08 it was lower in
   * all four (−0.009), at 1.23 in two of four (−0.003).
   */
  default int reduction(PictureHeader header) {
    if (header.format() != PictureFormat.JPEG) {
      return 1;
    }
    int longer = Math.max(header.width(), header.height());
    int reduction = 1;
    while (reduction < 8 && 4 * (longer / (2 * reduction)) >= 5 * inputSide()) {
      reduction *= 2;
    }
    return reduction;
  }
}
