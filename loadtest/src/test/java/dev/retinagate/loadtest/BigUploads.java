package dev.retinagate.loadtest;

import static io.gatling.javaapi.core.CoreDsl.global;

import java.time.Duration;
import java.util.Arrays;

/**
 * Uploads of 5 MB and of almost the longest body in a closed loop, beside some that are too long,
 * announced and not: those get 413, the others their detections.
 */
public final class BigUploads extends Measurement {

  private static final int TOO_LARGE = 413;
  private static final int OVER_LIMIT_BYTES = (20 << 20) + 1;
  private static final String TELEPHONE = "twelve-megapixels";
  private static final String NEAR_LIMIT = "near-limit";
  private static final String OVER_LIMIT = "over-limit";
  private static final String OVER_LIMIT_CHUNKED = "over-limit-chunked";

  /** More would fill the client's own core, and its probes would measure its own collector. */
  private static final Duration BETWEEN = Duration.ofSeconds(1);

  /**
   * Longer than other runs: decoded, these pictures go straight to the old generation, which is
   * collected every twenty seconds or so, and heaps are compared by the live data after that.
   */
  private final Duration duration = Duration.ofSeconds(Integer.getInteger("seconds", 150));

  private final Picture tooLong =
      new Picture(
          OVER_LIMIT, "image/jpeg", Arrays.copyOf(pictures.nearLimit().bytes(), OVER_LIMIT_BYTES));

  {
    setUp(
            withProbes(
                Duration.ZERO,
                duration,
                Traffic.closed(
                    TELEPHONE,
                    traffic.detect(TELEPHONE, pictures.twelveMegapixels(), OK),
                    3,
                    duration),
                Traffic.closed(
                    NEAR_LIMIT, traffic.detect(NEAR_LIMIT, pictures.nearLimit(), OK), 2, duration),
                Traffic.closed(
                    OVER_LIMIT,
                    traffic.detect(OVER_LIMIT, tooLong, TOO_LARGE).pause(BETWEEN),
                    1,
                    duration),
                Traffic.closed(
                    OVER_LIMIT_CHUNKED,
                    traffic.detectChunked(OVER_LIMIT_CHUNKED, tooLong, TOO_LARGE).pause(BETWEEN),
                    1,
                    duration)))
        .protocols(ownConnections())
        .assertions(global().failedRequests().count().is(0L));
  }

  @Override
  void judge() {
    for (String kind : new String[] {TELEPHONE, NEAR_LIMIT}) {
      figures(kind);
      judgeStatuses(kind, OK);
      result.atLeast(kind + ": answered", outcomes.count(kind, OK), 1);
    }
    for (String kind : new String[] {OVER_LIMIT, OVER_LIMIT_CHUNKED}) {
      figures(kind);
      judgeStatuses(kind, TOO_LARGE);
      result.atLeast(kind + ": refused", outcomes.count(kind, TOO_LARGE), 1);
    }
    judgeProbes();
    judgeDrained();
  }
}
