package dev.retinagate.admission;

import java.time.Duration;

/**
 * How much of a core an event loop spends on refusals. Beyond it, a client that came back too early
 * is answered later, as late as it takes to stay within the budget: refusing would otherwise take
 * the core from detecting, and 64 clients that never wait can halve a node's goodput. What a
 * refusal costs is measured, by the caller: it depends on the body that is thrown away, on whether
 * the connection is new, on TLS and on the machine.
 *
 * <p>A delay holds back a client that asks again only after its answer. It does not hold back many
 * callers that share connections: they ask whether or not others have their answers. Then more and
 * more of them wait. When as many wait as may, none is delayed any more until the debt is paid.
 *
 * <p>A token bucket (Turner 1986) that fills with time and may be overdrawn. Owned by one thread;
 * its time is the caller's.
 */
public final class RefusalBudget {

  /** A burst may use what was left of so much time. */
  private static final Duration BURST = Duration.ofSeconds(1);

  /** Of the mean cost, the last refusal's: a mean of some sixteen refusals. */
  private static final double NEWEST = 1.0 / 16;

  /** Timers have this resolution. */
  private static final long MIN_DELAY_NANOS = Duration.ofMillis(1).toNanos();

  private final double share;
  private final long maxDelayNanos;
  private final int maxWaiting;

  /** CPU time that refusals may take now, in nanoseconds; negative when overdrawn. */
  private double credit;

  /** What a refusal costs, in nanoseconds. */
  private double meanNanos;

  private long atNanos;
  private int waiting;

  /** Delays had no effect: no refusal is delayed until the debt is paid. */
  private boolean undelayed;

  /**
   * A full bucket.
   *
   * @param share of a core, more than 0 and at most 1
   * @param maxDelay no client waits longer for its refusal
   * @param maxWaiting most clients that wait for their refusals at a time
   * @param nowNanos the time, monotonic
   */
  public RefusalBudget(double share, Duration maxDelay, int maxWaiting, long nowNanos) {
    if (!(share > 0 && share <= 1)) {
      throw new IllegalArgumentException("share of a core: " + share);
    }
    this.share = share;
    this.maxDelayNanos = maxDelay.toNanos();
    this.maxWaiting = maxWaiting;
    this.credit = share * BURST.toNanos();
    this.atNanos = nowNanos;
  }

  /**
   * A request is refused; it may be delayed or not.
   *
   * @param cpuNanos what refusals have taken since the last call
   * @param nowNanos the time, not before that of the last call
   */
  public void spend(long cpuNanos, long nowNanos) {
    double filled = credit + share * (nowNanos - atNanos);
    atNanos = nowNanos;
    // A deeper debt would keep later clients waiting for a crowd that has left.
    credit = Math.max(-share * maxDelayNanos, Math.min(share * BURST.toNanos(), filled) - cpuNanos);
    meanNanos += NEWEST * (cpuNanos - meanNanos);
    undelayed &= credit < 0;
  }

  /**
   * How long a client that came back too early waits for its answer; zero within the budget, else
   * at least a millisecond, and then the caller must call {@link #endDelay} when the wait is over.
   */
  public Duration beginDelay() {
    // Each that waits costs as much again once it is answered: so they come back one by one.
    double left = credit - waiting * meanNanos;
    undelayed |= waiting >= maxWaiting && left < 0;
    if (left >= 0 || undelayed) {
      return Duration.ZERO;
    }
    waiting++;
    long nanos = Math.min(maxDelayNanos, Math.round(-left / share));
    return Duration.ofNanos(Math.max(MIN_DELAY_NANOS, nanos));
  }

  /** A client's wait is over. */
  public void endDelay() {
    waiting--;
  }
}
