package dev.retinagate.loadtest;

import static io.gatling.javaapi.core.CoreDsl.global;

import java.time.Duration;

/**
 * 80 % of the capacity for {@code -Dminutes} (30), open model, after {@code -DsettlingMinutes} (15)
 * of the same: until then caches and pools fill, and code that runs once a second is compiled.
 * {@code run.sh} watches the node's memory from outside the process.
 */
public final class Soak extends Measurement {

  private static final double SHARE = 0.8;
  private static final double MIN_SERVED = 0.98;
  private static final double MAX_REFUSED = 0.001;
  private static final String SETTLING = "settling";
  private static final String LOAD = "soak";

  private final Picture picture = pictures.camera();
  private final double capacity = capacity(picture);
  private final double offered = SHARE * capacity;
  private final Duration duration = Duration.ofMinutes(Integer.getInteger("minutes", 30));
  private final Duration settling = Duration.ofMinutes(Integer.getInteger("settlingMinutes", 15));

  {
    setUp(
            withProbes(
                settling,
                duration,
                traffic.open(SETTLING, picture, offered, Duration.ZERO, settling),
                traffic.open(LOAD, picture, offered, settling, duration)))
        .protocols(sharedConnections())
        .assertions(global().failedRequests().count().is(0L));
  }

  @Override
  void judge() {
    figures(LOAD);
    result.figure("offeredPerSecond", offered);
    judgeStatuses(LOAD, OK, FULL);
    result.atLeast("goodput / offered", outcomes.perSecond(LOAD, OK) / offered, MIN_SERVED);
    result.atMost("refused / offered", outcomes.perSecond(LOAD, FULL) / offered, MAX_REFUSED);
    judgeProbes();
    judgeDrained();
  }
}
