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
  static final StageTotals NONE = new StageTotals(0, new StageTimes(0, 0, 0, 0));

  private static final double NANOS_PER_SECOND = Duration.ofSeconds(1).toNanos();
  private static final double NANOS_PER_MS = Duration.ofMillis(1).toNanos();

  StageTotals plus(StageTimes times) {
    return new StageTotals(
        pictures + 1,
        new StageTimes(
            sum.decodeNanos() + times.decodeNanos(),
            sum.prepareNanos() + times.prepareNanos(),
            sum.networkNanos() + times.networkNanos(),
            sum.postNanos() + times.postNanos()));
  }

  /** The mean for one picture, in milliseconds, of a sum in nanoseconds; {@code NaN} of none. */
  double meanMs(long nanos) {
    return nanos / NANOS_PER_MS / pictures;
  }

  /** Pictures that one detector does in a second, all stages counted; {@code NaN} of none. */
  public double picturesPerSecond() {
    return pictures / (sum.totalNanos() / NANOS_PER_SECOND);
  }
}
