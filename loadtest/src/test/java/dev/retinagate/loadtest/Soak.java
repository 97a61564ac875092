package dev.retinagate.loadtest;

import static io.gatling.javaapi.core.CoreDsl.global;

import io.gatling.javaapi.core.PopulationBuilder;
import java.time.Duration;
import java.util.List;

/**
 * 80 % of the capacity for {@code -Dminutes} (30), open model, after {@code -DsettlingMinutes} (15)
 * of the same: until then caches and pools fill, and code that runs once a second is compiled.
 * Pictures of every size and format in turn; of a hundred requests, five are bad input. {@code
 * run.sh} watches the node from outside the process.
 */
public final class Soak extends Measurement {

  private static final double SHARE = 0.8;
  private static final double BAD_SHARE = 0.05;
  private static final double MIN_SERVED = 0.97;

  /** Of the capacity: what arrives together is not of one size. */
  private static final double MAX_REFUSED = 0.02;

  private static final String SETTLING = "settling";
  private static final String LOAD = "soak";
  private static final String BAD = "bad";
  private static final Integer[] ANSWERED = {OK, FULL};
  private static final Integer[] REJECTED = {400, 415, 422, FULL};

  private final List<Picture> good = pictures.everyFormat();
  private final double capacity = capacity(good.toArray(Picture[]::new));
  private final double offered = SHARE * capacity;
  private final double offeredBad = offered * BAD_SHARE / (1 - BAD_SHARE);
  private final Duration duration = Duration.ofMinutes(Integer.getInteger("minutes", 30));
  private final Duration settling = Duration.ofMinutes(Integer.getInteger("settlingMinutes", 15));

  {
    setUp(
            withProbes(
                settling,
                duration,
                good(SETTLING, Duration.ZERO, settling),
                bad(SETTLING + BAD, Duration.ZERO, settling),
                good(LOAD, settling, duration),
                bad(BAD, settling, duration)))
        .protocols(sharedConnections())
        .assertions(global().failedRequests().count().is(0L));
  }

  private PopulationBuilder good(String kind, Duration delay, Duration time) {
    return traffic.open(kind, traffic.detectInTurn(kind, good, ANSWERED), offered, delay, time);
  }

  private PopulationBuilder bad(String kind, Duration delay, Duration time) {
    return traffic.open(
        kind, traffic.detectInTurn(kind, pictures.bad(), REJECTED), offeredBad, delay, time);
  }

  @Override
  void judge() {
    figures(LOAD);
    figures(BAD);
    result.figure("offeredPerSecond", offered);
    judgeStatuses(LOAD, ANSWERED);
    judgeStatuses(BAD, REJECTED);
    result.atLeast("goodput / offered", outcomes.perSecond(LOAD, OK) / offered, MIN_SERVED);
    result.atMost("refused / offered", outcomes.perSecond(LOAD, FULL) / offered, MAX_REFUSED);
    judgeProbes();
    judgeDrained();
  }
}
