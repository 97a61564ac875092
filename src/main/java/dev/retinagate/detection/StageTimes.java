package dev.retinagate.detection;

/**
 * How long each stage of one detection took, in nanoseconds of the monotonic clock.
 *
 * @param decodeNanos encoded bytes to pixels
 * @param prepareNanos resizing, normalisation and reordering into the network's input
 * @param networkNanos the network alone
 * @param postNanos decoding boxes and non-maximum suppression
 */
public record StageTimes(long decodeNanos, long prepareNanos, long networkNanos, long postNanos) {

  /** The sum of the stages. */
  public long totalNanos() {
    return decodeNanos + prepareNanos + networkNanos + postNanos;
  }
}
