package dev.retinagate.model;

import java.util.List;

/**
 * The network section of a NanoDet model.
 *
 * @param inputSide side of the square input in pixels
 * @param channels order of the input's planes, {@code BGR}
 * @param mean subtracted from each channel, on the 0..255 scale
 * @param deviation each channel is divided by it
 * @param resize how a picture becomes the input, {@code letterbox-top-left}
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
    int distanceBins) {}
