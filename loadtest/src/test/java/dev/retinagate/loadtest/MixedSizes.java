package dev.retinagate.loadtest;

import static io.gatling.javaapi.core.CoreDsl.global;

import io.gatling.javaapi.core.ChainBuilder;
import java.time.Duration;
import java.util.List;

/**
 * Pictures from 96×64 to 12 megapixels of several formats, in turn, at 70 % of the node's capacity
 * for this mixture: small pictures must not starve behind big ones.
 */
public final class MixedSizes extends Measurement {

  private static final double SHARE = 0.7;
  private static final double MIN_SERVED = 0.97;

  /** Of the capacity: what arrives together is not of one size. */
  private static final double MAX_REFUSED = 0.01;

  private static final double QUEUE_ALLOWANCE = 1.5;
  private static final String LOAD = "mixed";

  private final List<Picture> mixture = pictures.mixed();
  private final double capacity = capacity(mixture.toArray(Picture[]::new));
  private final double offered = SHARE * capacity;

  {
    setUp(
            withProbes(
                Duration.ZERO,
                settings.duration(),
                traffic.open(LOAD, mixed(), offered, Duration.ZERO, settings.duration())))
        .protocols(sharedConnections())
        .assertions(global().failedRequests().count().is(0L));
  }

  private ChainBuilder mixed() {
    return traffic.detectInTurn(LOAD, mixture, OK, FULL);
  }

  @Override
  void judge() {
    figures(LOAD);
    result.figure("offeredPerSecond", offered);
    judgeStatuses(LOAD, OK, FULL);
    result.atLeast("goodput / offered", outcomes.perSecond(LOAD, OK) / offered, MIN_SERVED);
    result.atMost("refused / offered", outcomes.perSecond(LOAD, FULL) / offered, MAX_REFUSED);
    result.atMost(
        "p99, ms, against queue bound / capacity x 1.5",
        outcomes.percentileMs(LOAD, OK, 0.99),
        node.queueBound() / capacity * 1000 * QUEUE_ALLOWANCE);
    judgeProbes();
    judgeDrained();
  }
}
