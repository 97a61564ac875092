package dev.retinagate.loadtest;

import static io.gatling.javaapi.core.CoreDsl.global;

import java.time.Duration;

/**
 * Ten times the node's capacity, open model: the spike of the acceptance. Refusals have to cost so
 * little that admitted requests are not slower.
 */
public final class Overload extends Measurement {

  private static final double MIN_GOODPUT = 0.95;

  /** With fewer answers the client has not sent the offered load. */
  private static final double MIN_ANSWERED = 0.98;

  private static final double REFUSAL_P99_MS = 20;
  private static final double QUEUE_ALLOWANCE = 1.5;
  private static final double FIFO_FACTOR = 2;
  private static final String WARM_UP = "warm-up";
  private static final String LOAD = "overload";

  private final Picture picture = pictures.camera();
  private final double before = capacity(picture);
  private final double offered = settings.overload() * before;

  {
    setUp(
            withProbes(
                settings.warmUp(),
                settings.duration(),
                traffic.open(WARM_UP, picture, offered, Duration.ZERO, settings.warmUp()),
                traffic.open(LOAD, picture, offered, settings.warmUp(), settings.duration())))
        .protocols(sharedConnections())
        .assertions(global().failedRequests().count().is(0L));
  }

  @Override
  void judge() {
    judgeDrained();
    // Machines drift: the peak is the mean of what it was before and is after.
    double after = capacityNow(picture);
    double peak = (before + after) / 2;
    double goodput = outcomes.perSecond(LOAD, OK);
    int queue = node.queueBound();
    result.figure("capacityAfterPerSecond", after);
    result.figure("peakPerSecond", peak);
    result.figure("offeredPerSecond", offered);
    result.figure("queueBound", queue);
    result.figure("overload", settings.overload());
    result.figure("seconds", settings.duration().toSeconds());
    figures(LOAD);
    result.atLeast(
        "answered / offered", (goodput + outcomes.perSecond(LOAD, FULL)) / offered, MIN_ANSWERED);
    result.atLeast("goodput / peak", goodput / peak, MIN_GOODPUT);
    result.atMost("503 p99, ms", outcomes.percentileMs(LOAD, FULL, 0.99), REFUSAL_P99_MS);
    result.atMost(
        "accepted p99, ms, against queue bound / capacity x 1.5",
        outcomes.percentileMs(LOAD, OK, 0.99),
        queue / peak * 1000 * QUEUE_ALLOWANCE);
    result.atMost(
        "FIFO: accepted max, ms, against 2 x p50",
        outcomes.maxMs(LOAD, OK),
        FIFO_FACTOR * outcomes.percentileMs(LOAD, OK, 0.5));
    judgeStatuses(LOAD, OK, FULL);
    judgeProbes();
  }
}
