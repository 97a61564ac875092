package dev.retinagate.loadtest;

import java.time.Duration;

/**
 * Half the capacity of three nodes, through a balancer, while {@code kill-node.sh} kills one.
 * Failed requests are counted here; the script compares them with those in flight at that node.
 */
public final class KillNode extends Measurement {

  private static final double SHARE = 0.5;
  private static final double MIN_SERVED = 0.95;
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
                settings.duration()))
        .protocols(sharedConnections());
  }

  @Override
  void judge() {
    figures(LOAD);
    result.figure("offeredPerSecond", offered);
    result.figure("failed", outcomes.countOtherThan(LOAD, OK));
    result.atLeast("goodput / offered", outcomes.perSecond(LOAD, OK) / offered, MIN_SERVED);
  }
}
