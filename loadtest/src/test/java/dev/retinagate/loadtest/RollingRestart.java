package dev.retinagate.loadtest;

import static io.gatling.javaapi.core.CoreDsl.global;

import java.time.Duration;

/**
 * Half the capacity of three nodes, through a balancer, while {@code rolling-restart.sh} restarts
 * one after the other: no client notices.
 */
public final class RollingRestart extends Measurement {

  private static final double SHARE = 0.5;
  private static final String LOAD = "behind-balancer";

  private final Picture picture = pictures.camera();
  private final double offered = SHARE * capacity(picture);

  {
    setUp(
            traffic.open(
                LOAD,
                traffic.detect(LOAD, picture, OK),
                offered,
                Duration.ZERO,
                settings.duration()),
            traffic.healthProbes(Duration.ZERO, settings.duration()))
        .protocols(sharedConnections())
        .assertions(global().failedRequests().count().is(0L));
  }

  @Override
  void judge() {
    figures(LOAD);
    figures(Traffic.HEALTH);
    result.figure("offeredPerSecond", offered);
    result.figure("failed", outcomes.countOtherThan(LOAD, OK));
    judgeStatuses(LOAD, OK);
    judgeStatuses(Traffic.HEALTH, OK);
  }
}
