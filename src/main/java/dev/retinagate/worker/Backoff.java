package dev.retinagate.worker;

import java.time.Duration;

/**
 * The wait before the next try: doubles with every failure, up to a bound.
 *
 * @param first the wait after the first failure
 * @param max the longest wait
 */
public record Backoff(Duration first, Duration max) {

  /** For rebuilding a detector, which may take seconds itself. */
  public static final Backoff FOR_DETECTORS =
      new Backoff(Duration.ofMillis(200), Duration.ofSeconds(30));

  /** Beyond this every sensible bound is reached, and the shift could overflow. */
  private static final int MAX_DOUBLINGS = 20;

  /**
   * The wait after so many failures in a row.
   *
   * @param failures at least 1
   */
  public Duration after(int failures) {
    Duration wait = first.multipliedBy(1L << Math.min(failures - 1, MAX_DOUBLINGS));
    return wait.compareTo(max) < 0 ? wait : max;
  }
}
