package dev.retinagate.modeltools.evaluate;

import dev.retinagate.detection.StageTimes;
import java.time.Duration;

/**
 * Where the time of many pictures went.
 *
 * @param pictures how many were detected
 * @param sum the sums over all of them
 */
public record StageTotals(int pictures, StageTimes sum) {

  /** Before the first picture. */
  public static final StageTotals NONE = new StageTotals(0, new StageTimes(0, 0, 0, 0));

  private static final double NANOS_PER_SECOND = Duration.ofSeconds(1).toNanos();
  private static final double NANOS_PER_MS = Duration.ofMillis(1).toNanos();

  /** These and one picture more. */
  public StageTotals plus(StageTimes times) {
    return plus(new StageTotals(1, times));
  }

  /** These and others. */
  public StageTotals plus(StageTotals others) {
    return new StageTotals(
        pictures + others.pictures,
        new StageTimes(
            sum.decodeNanos() + others.sum.decodeNanos(),
            sum.prepareNanos() + others.sum.prepareNanos(),
            sum.networkNanos() + others.sum.networkNanos(),
            sum.postNanos() + others.sum.postNanos()));
  }

  /** The mean for one picture, in milliseconds, of a sum in nanoseconds; {@code NaN} of none. */
  public double meanMs(long nanos) {
    return nanos / NANOS_PER_MS / pictures;
  }

  /** Pictures that one detector does in a second, all stages counted; {@code NaN} of none. */
  public double picturesPerSecond() {
    return pictures / (sum.totalNanos() / NANOS_PER_SECOND);
  }
}
