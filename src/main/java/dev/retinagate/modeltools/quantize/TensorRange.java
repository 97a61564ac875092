package dev.retinagate.modeltools.quantize;

import dev.retinagate.graph.Int8Plan.Range;
import java.nio.FloatBuffer;

/**
 * What has been seen of a tensor's values: their extremes, and how many have which magnitude. The
 * bins widen to twice as much whenever a value lies beyond them.
 */
final class TensorRange {

  private static final int BINS = 8192;

  private final long[] counts = new long[BINS];
  private float binWidth;
  private float min = Float.POSITIVE_INFINITY;
  private float max = Float.NEGATIVE_INFINITY;
  private long total;

  /** Takes in all values of the tensor in one picture. */
  void add(FloatBuffer values) {
    for (int i = 0; i < values.limit(); i++) {
      float value = values.get(i);
      min = Math.min(min, value);
      max = Math.max(max, value);
    }
    float largest = Math.max(Math.abs(min), Math.abs(max));
    if (!Float.isFinite(largest)) {
      throw new IllegalArgumentException("a tensor has values that are not finite");
    }
    if (binWidth == 0) {
      binWidth = largest / (BINS - 1);
    }
    while (binWidth > 0 && largest / binWidth >= BINS) {
      widen();
    }
    for (int i = 0; i < values.limit(); i++) {
      counts[binWidth == 0 ? 0 : (int) (Math.abs(values.get(i)) / binWidth)]++;
    }
    total += values.limit();
  }

  private void widen() {
    for (int bin = 0; bin < BINS; bin++) {
      long pair = bin < BINS / 2 ? counts[2 * bin] + counts[2 * bin + 1] : 0;
      counts[bin] = pair;
    }
    binWidth *= 2;
  }

  /**
   * The range to keep apart.
   *
   * @param share of the magnitudes that must lie within, over 0 to 1; 1 for all
   * @param neverNegative whether the network cannot make it negative (after a ReLU); the engine
   *     then computes without a sign, and with one otherwise, so only the lower end tells it
   */
  Range clipped(double share, boolean neverNegative) {
    float bound = share == 1 ? Math.max(Math.abs(min), Math.abs(max)) : magnitude(share);
    // A range without extent has no scale.
    bound = Math.max(bound, Float.MIN_NORMAL);
    float upper = Math.min(Math.max(max, 0), bound);
    if (neverNegative) {
      return new Range(0, Math.max(upper, Float.MIN_NORMAL));
    }
    return new Range(min < 0 ? Math.max(min, -bound) : -bound, upper);
  }

  /** The upper edge of the bin that the share ends in. */
  private float magnitude(double share) {
    long wanted = (long) Math.ceil(share * total);
    long seen = 0;
    for (int bin = 0; bin < BINS; bin++) {
      seen += counts[bin];
      if (seen >= wanted) {
        return (bin + 1) * binWidth;
      }
    }
    throw new IllegalStateException("no value was seen");
  }
}
