package dev.retinagate.admission;

import java.time.Duration;

/**
 * What turning people away may cost, as a share of one core. Within it everybody is answered at
 * once. Beyond it whoever has just been turned away, and comes back without waiting, is answered as
 * late as it takes to stay within: the work of refusing would otherwise take the core from the work
 * of detecting, and 64 impatient clients can halve a node's goodput.
 *
 * <p>A token bucket (Turner 1986) that is filled with time and may be overdrawn by those who did
 * not come back in haste. Owned by one thread; its time is the caller's.
 */
public final class RefusalBudget {

  /** How much of the unused share is kept for a burst. */
  private static final Duration BURST = Duration.ofSeconds(1);

  private final double share;
  private final long mostDelayNanos;
  private final double mostNanos;

  /** Nanoseconds of work that may be done now; negative when overdrawn. */
  private double nanos;

  private long atNanos;

  /**
   * A full bucket.
   *
   * @param share of one core that refusals may take in the long run, over 0 to 1
   * @param mostDelay nobody is kept waiting for longer
   * @param nowNanos the time, monotonic
   */
  public RefusalBudget(double share, Duration mostDelay, long nowNanos) {
    if (!(share > 0 && share <= 1)) {
      throw new IllegalArgumentException("share " + share);
    }
    this.share = share;
    this.mostDelayNanos = mostDelay.toNanos();
    this.mostNanos = share * BURST.toNanos();
    this.nanos = mostNanos;
    this.atNanos = nowNanos;
  }

  /**
   * Charges one refusal.
   *
   * @param costNanos work that it makes, answer and unread body, at least 0
   * @param hasty whether the same client was turned away a moment ago and did not wait
   * @param nowNanos the time, not before that of the last call
   * @return how long to wait before it is answered; zero for whoever was not hasty
   */
  public Duration charge(long costNanos, boolean hasty, long nowNanos) {
    nanos = Math.min(mostNanos, nanos + share * (nowNanos - atNanos));
    atNanos = nowNanos;
    // Overdrawn by no more than is paid back within the longest delay.
    nanos = Math.max(nanos - costNanos, -share * mostDelayNanos);
    return hasty && nanos < 0 ? Duration.ofNanos(Math.round(-nanos / share)) : Duration.ZERO;
  }
}
