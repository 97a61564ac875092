package dev.retinagate.loadtest;

import static io.gatling.javaapi.core.CoreDsl.global;

import java.time.Duration;

/** The load a node is meant to carry: 70 % of its capacity, open model. No request is refused. */
public final class SteadyState extends Measurement {

  private static final double SHARE = 0.7;
  private static final double MIN_SERVED = 0.98;
  private static final String LOAD = "steady";

  private final Picture picture = pictures.camera();
  private final double capacity = capacity(picture);
  private final double offered = SHARE * capacity;

  {
    setUp(
            withProbes(
                Duration.ZERO,
                settings.duration(),
                traffic.open(
                    LOAD,
                    traffic.detect(LOAD, picture, OK),
                    offered,
                    Duration.ZERO,
                    settings.duration())))
        .protocols(sharedConnections())
        .assertions(global().failedRequests().count().is(0L));
  }

  @Override
  void judge() {
    figures(LOAD);
    result.figure("offeredPerSecond", offered);
    judgeStatuses(LOAD, OK);
    result.atLeast("goodput / offered", outcomes.perSecond(LOAD, OK) / offered, MIN_SERVED);
    result.atMost(
        "p99, ms, against the time of a full queue",
        outcomes.percentileMs(LOAD, OK, 0.99),
        node.queueBound() / capacity * 1000);
    judgeProbes();
    judgeDrained();
  }
}
