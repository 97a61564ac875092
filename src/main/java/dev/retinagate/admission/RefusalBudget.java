package dev.retinagate.admission;

import java.time.Duration;

/**
 * How many refusals a second an event loop gives to clients that come back too early. Beyond it,
 * such a client is answered later, as late as it takes to stay within the budget: refusing would
 * otherwise take the core from detecting, and 64 clients that never wait can halve a node's
 * goodput.
 *
 * <p>A delay holds back a client that asks again only after its answer. It does not hold back many
 * callers that share connections, as behind a balancer: they ask whether or not others have their
 * answers. So when refusals come faster than the longest delay can slow them down, none is delayed
 * any more, until fewer come than the budget allows and the debt is paid.
 *
 * <p>A token bucket (Turner 1986) that fills with time and may be overdrawn. Owned by one thread;
 * its time is the caller's.
 */
public final class RefusalBudget {

  /** A burst may use what was left of so much time. */
  private static final Duration BURST = Duration.ofSeconds(1);

  private static final double NANOS_PER_SECOND = 1e9;

  private final double nanosPerRefusal;
  private final double minRefusals;
  private final double maxRefusals;

  /** Refusals that may be answered now; negative when overdrawn. */
  private double refusals;

  private long atNanos;

  /** Delays had no effect: no refusal is delayed until the debt is paid. */
  private boolean undelayed;

  /**
   * A full bucket.
   *
   * @param refusalsPerSecond in the long run, at least 1
   * @param maxDelay no client waits longer for its refusal; of clients that wait for each answer,
   *     so many can be held back as the budget refuses in this time
   * @param nowNanos the time, monotonic
   */
  public RefusalBudget(int refusalsPerSecond, Duration maxDelay, long nowNanos) {
    if (refusalsPerSecond < 1) {
      throw new IllegalArgumentException("refusals a second: " + refusalsPerSecond);
    }
    this.nanosPerRefusal = NANOS_PER_SECOND / refusalsPerSecond;
    this.maxRefusals = BURST.toNanos() / nanosPerRefusal;
    // A deeper debt would keep later clients waiting for a crowd that has left.
    this.minRefusals = -maxDelay.toNanos() / nanosPerRefusal;
    this.refusals = maxRefusals;
    this.atNanos = nowNanos;
  }

  /**
   * Takes one refusal for a client that came back too early.
   *
   * @param nowNanos the time, not before that of the last call
   * @return how long that client waits for its answer; zero within the budget
   */
  public Duration take(long nowNanos) {
    refusals = Math.min(maxRefusals, refusals + (nowNanos - atNanos) / nanosPerRefusal);
    atNanos = nowNanos;
    undelayed &= refusals < 0;
    if (refusals - 1 < minRefusals) {
      undelayed = true;
    } else {
      refusals--;
    }
    return refusals < 0 && !undelayed
        ? Duration.ofNanos(Math.round(-refusals * nanosPerRefusal))
        : Duration.ZERO;
  }
}
