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
  private int signs;

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
    signs = 0;
  }

  /**
   * Adds a difference (ITU-T T.81, F.2.2.1). Without a branch: whether there is one and which sign
   * it has cannot be foreseen.
   *
   * @param bits its bits, from the highest on
   * @param size how many they are, 0..15
   */
  void add(int part, long bits, int size) {
    int value = (int) (bits >>> 1 >>> (Long.SIZE - 1 - size));
    int negative = (value - (1 << size >> 1)) >> (Integer.SIZE - 1);
    int sum = sums[part] + value + (negative & (1 - (1 << size)));
    sums[part] = sum;
    signs |= (limits[part] - sum) | (limits[part] + sum);
  }

  /** Whether a sum has left the range since the beginning. */
  boolean isLeft() {
    return signs < 0;
  }
}
