package dev.retinagate.model;

import dev.retinagate.image.InputTensor;
import java.util.List;

/**
 * The network section of a YOLOX model, whose input holds the pixels' own values.
 *
 * @param inputSide side of the square input in pixels
 * @param channels order of the input's planes, {@code BGR}
 * @param padding the value around the picture, 0 to 255
 * @param resize method by which a picture becomes the input, {@code letterbox-top-left}
 * @param strides pixels a cell, a level each, in the order of the outputs
 */
public record YoloxNetwork(
    int inputSide, String channels, int padding, String resize, List<Integer> strides)
    implements LetterboxNetwork {

  /** Source: YOLOX, {@code data_augment.py}. */
  private static final int GREY = 114;

  private static final List<Double> ZEROS = List.of(0.0, 0.0, 0.0);
  private static final List<Double> ONES = List.of(1.0, 1.0, 1.0);

  /** A network that takes pictures as YOLOX's authors train it. */
  public static YoloxNetwork asPublished(int inputSide, List<Integer> strides) {
    return new YoloxNetwork(inputSide, "BGR", GREY, "letterbox-top-left", strides);
  }

  @Override
  public InputTensor.Normalisation normalisation() {
    return new InputTensor.Normalisation(ZEROS, ONES, padding);
  }
}
