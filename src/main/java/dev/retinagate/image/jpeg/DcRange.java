package dev.retinagate.image.jpeg;

import java.util.Arrays;

/**
 * Sums of DC differences, which cannot leave the range of the samples: where decoding has got out
 * of step they soon do.
 */
final class DcRange {

  /**
   * Twice what the DCT of 8-bit samples can give (8 × 128), since encoders overshoot; in multiples
   * of the sample's unit.
   */
  private static final int MAX_DC = 2048;

  private final int[] limits;
  private final int[] sums;

  DcRange(Scan scan) {
    limits = new int[scan.parts().size()];
    sums = new int[limits.length];
    for (int i = 0; i < limits.length; i++) {
      int divisor = scan.parts().get(i).quantisation().ofDc() << scan.low();
      limits[i] = (MAX_DC + divisor - 1) / divisor;
    }
  }

  /** Begins anew, as after a restart. */
  void reset() {
    Arrays.fill(sums, 0);
  }

  /**
   * Adds a difference.
   *
   * @return whether the sum is in range
   */
  boolean add(int part, int difference) {
    sums[part] += difference;
    return Math.abs(sums[part]) <= limits[part];
  }
}
