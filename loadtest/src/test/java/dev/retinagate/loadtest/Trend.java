package dev.retinagate.loadtest;

import java.util.Arrays;

/**
 * Whether a series rises: Theil–Sen's slope with a confidence interval that allows for
 * autocorrelation.
 *
 * <p>The interval is Sen's (1968), from the variance of Mann–Kendall's S, which is multiplied by
 * Hamed and Rao's (1998) correction for autocorrelation: of the ranks of the detrended series, at
 * all lags where it is significant. A correction below 1 would narrow the interval, and is not
 * applied.
 *
 * @param slope of the series for each step
 * @param low end of the interval
 * @param high end of the interval
 * @param correction by which the variance was multiplied, at least 1
 */
public record Trend(double slope, double low, double high, double correction) {

  /** Two-sided, 95 %. */
  private static final double Z = 1.959964;

  private static final int FEWEST = 8;

  /**
   * The trend of values at equal distances.
   *
   * @throws IllegalArgumentException if there are fewer than eight
   */
  public static Trend of(double[] values) {
    int n = values.length;
    if (n < FEWEST) {
      throw new IllegalArgumentException(n + " values are too few for a trend");
    }
    double[] slopes = slopes(values);
    double slope = median(slopes);
    double correction = correction(values, slope);
    double deviation = Math.sqrt(correction * n * (n - 1.0) * (2.0 * n + 5) / 18);
    double reach = Z * deviation;
    double last = slopes.length - 1.0;
    int lower = (int) Math.floor(Math.max(0, (slopes.length - reach) / 2 - 1));
    int upper = (int) Math.ceil(Math.min(last, (slopes.length + reach) / 2));
    return new Trend(slope, slopes[lower], slopes[upper], correction);
  }

  /** Whether the interval includes zero. */
  public boolean isZeroInside() {
    return low <= 0 && high >= 0;
  }

  private static double[] slopes(double[] values) {
    int n = values.length;
    double[] slopes = new double[n * (n - 1) / 2];
    int next = 0;
    for (int i = 0; i < n; i++) {
      for (int j = i + 1; j < n; j++) {
        slopes[next++] = (values[j] - values[i]) / (j - i);
      }
    }
    Arrays.sort(slopes);
    return slopes;
  }

  private static double correction(double[] values, double slope) {
    int n = values.length;
    double[] detrended = new double[n];
    for (int i = 0; i < n; i++) {
      detrended[i] = values[i] - slope * i;
    }
    double[] ranks = ranks(detrended);
    double significant = Z / Math.sqrt(n);
    double sum = 0;
    for (int lag = 1; lag < n - 2; lag++) {
      double correlation = autocorrelation(ranks, lag);
      if (Math.abs(correlation) > significant) {
        sum += (n - lag) * (n - lag - 1.0) * (n - lag - 2.0) * correlation;
      }
    }
    return Math.max(1, 1 + 2.0 / (n * (n - 1.0) * (n - 2.0)) * sum);
  }

  /** Equal values share the mean of their ranks. */
  private static double[] ranks(double[] values) {
    double[] ranks = new double[values.length];
    for (int i = 0; i < values.length; i++) {
      double below = 0;
      double equal = 0;
      for (double other : values) {
        below += other < values[i] ? 1 : 0;
        equal += other == values[i] ? 1 : 0;
      }
      ranks[i] = below + (equal + 1) / 2;
    }
    return ranks;
  }

  private static double autocorrelation(double[] values, int lag) {
    double mean = Arrays.stream(values).average().orElseThrow();
    double variance = 0;
    double covariance = 0;
    for (int i = 0; i < values.length; i++) {
      variance += (values[i] - mean) * (values[i] - mean);
      if (i + lag < values.length) {
        covariance += (values[i] - mean) * (values[i + lag] - mean);
      }
    }
    return variance == 0 ? 0 : covariance / variance;
  }

  private static double median(double[] sorted) {
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }
}
