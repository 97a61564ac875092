package dev.retinagate.client;

import java.time.Duration;
import java.util.Optional;

/**
 * How many requests are in flight at a time: as many as the node takes. The number grows with
 * answers and falls with refusals (additive increase, multiplicative decrease), so that a window
 * far larger than the node's room costs few refusals. While no node is there, one request at a time
 * looks for it, at growing distances. Owned by the client's thread.
 */
final class Pace {

  private static final int START = 4;
  private static final double DECREASE = 0.7;
  private static final Duration FIRST_PAUSE = Duration.ofMillis(100);

  /** A node that is back is found within this time. */
  private static final Duration MAX_PAUSE = Duration.ofSeconds(2);

  /** The pause has doubled up to its bound before. */
  private static final int MAX_DOUBLINGS = 16;

  private final int max;
  private double limit;
  private double threshold;
  private int inFlight;
  private long lastDecrease;
  private boolean decreased;
  private long pausedUntil;
  private boolean paused;
  private long awaySince;
  private int failures;

  /** A pace of at most so many at a time. */
  Pace(int max) {
    this.max = max;
    limit = Math.min(max, START);
    threshold = max;
  }

  /** Whether one more may be sent now. */
  boolean maySend(long now) {
    return inFlight < (int) limit && pause(now).isZero();
  }

  /** How long nothing is sent from now on; zero if requests may be sent. */
  Duration pause(long now) {
    return paused && pausedUntil - now > 0 ? Duration.ofNanos(pausedUntil - now) : Duration.ZERO;
  }

  /** A request leaves. */
  void sent() {
    inFlight++;
  }

  /** A request was answered. */
  void answered() {
    inFlight--;
    here();
    limit = Math.min(max, limit + (limit < threshold ? 1 : 1 / limit));
  }

  /**
   * A request was refused. The others that left before the last decrease tell nothing new.
   *
   * @param sentAt when it left
   */
  void refused(long sentAt, long now) {
    inFlight--;
    here();
    if (isNews(sentAt)) {
      double less = Math.max(1, Math.min(limit * DECREASE, inFlight));
      decrease(less, less, now);
    }
  }

  /**
   * A request got no answer, or that of a node which does not work.
   *
   * @param wait at least so long nothing is sent
   * @param stretch by which factor the own pause is lengthened, 1 or above
   */
  void away(long sentAt, long now, Duration wait, double stretch) {
    inFlight--;
    if (failures == 0) {
      awaySince = now;
    }
    if (failures == 0 || isNews(sentAt)) {
      failures++;
      decrease(1, Math.max(1, limit * DECREASE), now);
      long own = Math.round(backoff().toNanos() * stretch);
      long until = now + Math.max(own, wait.toNanos());
      pausedUntil = paused && pausedUntil - until > 0 ? pausedUntil : until;
      paused = true;
    }
  }

  /** How long no node has been there; empty if the last request was answered. */
  Optional<Duration> awayFor(long now) {
    return failures == 0 ? Optional.empty() : Optional.of(Duration.ofNanos(now - awaySince));
  }

  /** Forgets that the node was away: the next pictures have the whole patience again. */
  void reset() {
    here();
  }

  private void here() {
    failures = 0;
    paused = false;
  }

  private boolean isNews(long sentAt) {
    return !decreased || sentAt - lastDecrease > 0;
  }

  private void decrease(double to, double quickUpTo, long now) {
    limit = to;
    threshold = quickUpTo;
    lastDecrease = now;
    decreased = true;
  }

  private Duration backoff() {
    Duration pause = FIRST_PAUSE.multipliedBy(1L << Math.min(failures - 1, MAX_DOUBLINGS));
    return pause.compareTo(MAX_PAUSE) > 0 ? MAX_PAUSE : pause;
  }
}
