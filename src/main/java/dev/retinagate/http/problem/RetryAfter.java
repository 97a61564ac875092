package dev.retinagate.http.problem;

import java.time.Duration;

/**
 * How long a refused client is asked to wait: the value of the header {@code Retry-After} (RFC
 * 9110, 10.2.3), which has whole seconds only.
 *
 * @param seconds at least 1; with 0 a client would come back at once
 */
public record RetryAfter(long seconds) {

  private static final long MILLIS_PER_SECOND = 1_000;

  public RetryAfter {
    if (seconds < 1) {
      throw new IllegalArgumentException("Retry-After of " + seconds + " s");
    }
  }

  /** The wait rounded up to whole seconds, at least one; a wait below zero is one second too. */
  public static RetryAfter of(Duration wait) {
    long millis = Math.max(1, wait.toMillis());
    return new RetryAfter((millis - 1) / MILLIS_PER_SECOND + 1);
  }

  public Duration duration() {
    return Duration.ofSeconds(seconds);
  }
}
