package dev.retinagate.loadtest;

import static io.gatling.javaapi.core.CoreDsl.global;

import java.time.Duration;

/**
 * 80 % of the capacity for {@code -Dminutes} (30), open model. What it does to the node's memory is
 * told by {@code run.sh}, which watches the process from outside.
 */
public final class Soak extends Measurement {

  private static final double SHARE = 0.8;
  private static final double LEAST_SERVED = 0.98;
  private static final double MOST_REFUSED = 0.001;
  private static final String LOAD = "soak";

  private final Picture picture = pictures.camera();
  private final double capacity = capacity(picture);
  private final double offered = SHARE * capacity;
  private final Duration duration = Duration.ofMinutes(Integer.getInteger("minutes", 30));

  {
    setUp(
            withProbes(
                Duration.ZERO,
                duration,
                traffic.open(
                    LOAD,
                    traffic.detect(LOAD, picture, OK, FULL),
                    offered,
                    Duration.ZERO,
                    duration)))
        .protocols(sharedConnections())
        .assertions(global().failedRequests().count().is(0L));
  }

  @Override
  void judge() {
    figures(LOAD);
    result.figure("offeredPerSecond", offered);
    judgeStatuses(LOAD, OK, FULL);
    result.atLeast("goodput / offered", outcomes.perSecond(LOAD, OK) / offered, LEAST_SERVED);
    result.atMost("refused / offered", outcomes.perSecond(LOAD, FULL) / offered, MOST_REFUSED);
    judgeProbes();
    judgeDrained();
  }
}
