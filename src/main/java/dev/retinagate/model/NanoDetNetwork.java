package dev.retinagate.model;

import dev.retinagate.image.InputTensor;
import java.util.List;

/**
 * The network section of a NanoDet or NanoDet-Plus model.
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
    int distanceBins)
    implements LetterboxNetwork {

  /** Source: NanoDet's configurations, such as {@code nanodet-g.yml}. */
  private static final List<Double> MEAN_BGR = List.of(103.53, 116.28, 123.675);

  private static final List<Double> DEVIATION_BGR = List.of(57.375, 57.12, 58.395);
  private static final int BLACK = 0;

  /** A network that takes pictures as NanoDet's authors train it. */
  public static NanoDetNetwork asPublished(int inputSide, List<Integer> strides, int bins) {
    return new NanoDetNetwork(
        inputSide, "BGR", MEAN_BGR, DEVIATION_BGR, "letterbox-top-left", strides, bins);
  }

  @Override
  public InputTensor.Normalisation normalisation() {
    return new InputTensor.Normalisation(mean, deviation, BLACK);
  }
}
