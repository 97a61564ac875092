package dev.retinagate.modeltools.bench;

import java.time.Duration;
import java.util.Arrays;

/**
 * The most fp32 multiply-accumulates a second that one core does, found by trying.
 *
 * <p>Horner's scheme on an array in the first-level cache: sixteen dependent fused multiply-adds
 * for a load and a store, iterations independent of each other, so that only the units for
 * multiplying limit it. HotSpot's C2 compiles the loop to vector instructions as wide as it trusts
 * the processor with. Against the same in C with AVX-512 it reaches 95 % on a Zen 4 (112.6 of 117.7
 * GFLOPS), so a share of this peak is too high by that much, or by more where HotSpot shuns the
 * widest vectors.
 *
 * <p>The fastest of many short slices counts: other load on the machine slows most of them, but
 * makes none faster.
 */
final class FmaPeak {

  private static final int FMAS_AN_ELEMENT = 16;

  /** With the result's as much 32 KiB, the usual first-level cache of a core. */
  private static final int ELEMENTS = 4096;

  /** About 1 ms: shorter than a time slice of the scheduler, long against reading the clock. */
  private static final int PASSES_A_SLICE = 900;

  private static final float COEFFICIENT_1 = 0.3f;
  private static final float COEFFICIENT_2 = 0.2f;

  private FmaPeak() {}

  /**
   * Measures one core, on the calling thread.
   *
   * @param duration for how long to try; the first fifth of a second or so goes to the compiler
   * @return multiply-accumulates a second
   */
  static double measure(Duration duration) {
    float[] points = new float[ELEMENTS];
    float[] values = new float[ELEMENTS];
    Arrays.fill(points, 1 / 2f);
    long shortest = Long.MAX_VALUE;
    long start = System.nanoTime();
    long now = start;
    while (now - start < duration.toNanos()) {
      long sliceStart = now;
      for (int pass = 0; pass < PASSES_A_SLICE; pass++) {
        evaluate(points, values, COEFFICIENT_1, COEFFICIENT_2);
      }
      now = System.nanoTime();
      shortest = Math.min(shortest, now - sliceStart);
    }
    if (Float.isNaN(values[ELEMENTS - 1])) {
      throw new IllegalStateException("the polynomial has no value");
    }
    double macs = (double) FMAS_AN_ELEMENT * ELEMENTS * PASSES_A_SLICE;
    return macs / (shortest / (double) Duration.ofSeconds(1).toNanos());
  }

  /** Written out, since an inner loop would keep the compiler from vectorising the outer one. */
  private static void evaluate(float[] points, float[] values, float a, float b) {
    for (int i = 0; i < points.length; i++) {
      float x = points[i];
      float y = a;
      y = Math.fma(y, x, b);
      y = Math.fma(y, x, a);
      y = Math.fma(y, x, b);
      y = Math.fma(y, x, a);
      y = Math.fma(y, x, b);
      y = Math.fma(y, x, a);
      y = Math.fma(y, x, b);
      y = Math.fma(y, x, a);
      y = Math.fma(y, x, b);
      y = Math.fma(y, x, a);
      y = Math.fma(y, x, b);
      y = Math.fma(y, x, a);
      y = Math.fma(y, x, b);
      y = Math.fma(y, x, a);
      y = Math.fma(y, x, b);
      y = Math.fma(y, x, a);
      values[i] = y;
    }
  }
}
