package dev.retinagate.http.intake;

import dev.retinagate.http.problem.FailedRequest;
import dev.retinagate.http.problem.Failure;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.util.Optional;

/** How long the caller waits: the header {@code X-Request-Timeout-Ms}. */
final class RequestTimeout {

  static final String HEADER = "X-Request-Timeout-Ms";

  private static final long MAX_MILLIS = Duration.ofHours(1).toMillis();

  private RequestTimeout() {}

  /**
   * The time from the request's headers until its pictures have to be answered.
   *
   * @throws FailedRequest if the header is there and no whole number of milliseconds, 1..3600000
   */
  static Optional<Duration> of(HttpServerRequest request) throws FailedRequest {
    String text = request.getHeader(HEADER);
    if (text == null) {
      return Optional.empty();
    }
    try {
      long millis = Long.parseLong(text.strip());
      if (millis >= 1 && millis <= MAX_MILLIS) {
        return Optional.of(Duration.ofMillis(millis));
      }
    } catch (NumberFormatException e) {
      // Told below, as for a number out of range.
    }
    throw new FailedRequest(
        new Failure.BadParameter(
            HEADER + " has to be a whole number of milliseconds, 1.." + MAX_MILLIS + "."));
  }
}
