package dev.retinagate.model;

import dev.retinagate.image.InputTensor;
import dev.retinagate.image.PictureFormat;
import dev.retinagate.image.PictureHeader;
import java.util.List;

/**
 * The network section of a NanoDet model.
 *
 * @param inputSide side of the square input in pixels
 * @param channels order of the input's planes, {@code BGR}
 * @param mean subtracted from each channel, on the 0..255 scale
 * @param deviation each channel is divided by it
 * @param resize method by which a picture becomes the input, {@code letterbox-top-left}
 * @param strides pixels a cell, a level each, in the order of the outputs
 * @param distanceBins bins of each side's distance distribution
 */
public record NanoDetNetwork(
    int inputSide,
    String channels,
    List<Double> mean,
    List<Double> deviation,
    String resize,
    List<Integer> strides,
    int distanceBins) {

  static final int CHANNELS = 3;

  InputTensor.Normalisation normalisation() {
    return new InputTensor.Normalisation(mean, deviation);
  }

  /**
   * The fraction at which a JPEG is decoded. The picture is still shrunk after that, so that the
   * network sees the same picture.
   */
  int reduction(PictureHeader header) {
    if (header.format() != PictureFormat.JPEG) {
      return 1;
    }
    int longer = Math.max(header.width(), header.height());
    int reduction = 1;
    while (reduction < 8 && longer / (2 * reduction) >= 2 * inputSide) {
      reduction *= 2;
    }
    return reduction;
  }
}
