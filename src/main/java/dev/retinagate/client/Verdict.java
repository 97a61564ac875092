package dev.retinagate.client;

import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Set;

/**
 * What a reply means for its picture.
 *
 * @param kind what to do
 * @param retryAfter how long the node asks to wait before the next try; zero if it does not say
 */
record Verdict(Kind kind, Duration retryAfter) {

  enum Kind {
    /** The picture is done: it is never sent again. */
    ANSWERED,
    /** The node works and has no room now. */
    FULL,
    /** There is no node that works. */
    AWAY
  }

  /** A longer wait is not believed: a run would seem to hang. */
  static final Duration MAX_WAIT = Duration.ofMinutes(5);

  private static final int REQUEST_TIMEOUT = 408;
  private static final int TOO_MANY_REQUESTS = 429;
  private static final int BAD_GATEWAY = 502;
  private static final int UNAVAILABLE = 503;
  private static final int GATEWAY_TIMEOUT = 504;

  private static final String PROBLEM = "urn:retinagate:problem:";

  /** Problems of a node that answers and cannot work. */
  private static final Set<String> NOT_WORKING =
      Set.of(PROBLEM + "starting", PROBLEM + "draining", PROBLEM + "no-worker");

  /** The verdict on a reply that came at this time. */
  static Verdict on(Reply reply, Instant now) {
    Duration wait = wait(reply.retryAfter(), now);
    String problem = problem(reply.json());
    return switch (reply.status()) {
      case REQUEST_TIMEOUT, TOO_MANY_REQUESTS -> new Verdict(Kind.FULL, wait);
      case BAD_GATEWAY -> new Verdict(Kind.AWAY, wait);
      case UNAVAILABLE ->
          // A balancer without any node has no problem to tell.
          problem.isEmpty() || NOT_WORKING.contains(problem)
              ? new Verdict(Kind.AWAY, wait)
              : new Verdict(Kind.FULL, wait);
      case GATEWAY_TIMEOUT ->
          problem.isEmpty() ? new Verdict(Kind.AWAY, wait) : new Verdict(Kind.FULL, wait);
      default -> new Verdict(Kind.ANSWERED, Duration.ZERO);
    };
  }

  private static String problem(JsonObject json) {
    return json != null && json.getValue("type") instanceof String type && type.startsWith(PROBLEM)
        ? type
        : "";
  }

  /** Seconds or a date (RFC 9110, 10.2.3). */
  private static Duration wait(String header, Instant now) {
    if (header == null) {
      return Duration.ZERO;
    }
    try {
      return bounded(Duration.ofSeconds(Long.parseLong(header.strip())));
    } catch (NumberFormatException e) {
      return waitUntil(header, now);
    }
  }

  private static Duration waitUntil(String date, Instant now) {
    try {
      return bounded(
          Duration.between(
              now,
              ZonedDateTime.parse(date.strip(), DateTimeFormatter.RFC_1123_DATE_TIME).toInstant()));
    } catch (DateTimeParseException e) {
      return Duration.ZERO;
    }
  }

  private static Duration bounded(Duration wait) {
    if (wait.isNegative()) {
      return Duration.ZERO;
    }
    return wait.compareTo(MAX_WAIT) > 0 ? MAX_WAIT : wait;
  }
}
