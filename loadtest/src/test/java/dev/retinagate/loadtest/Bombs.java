package dev.retinagate.loadtest;

import static io.gatling.javaapi.core.CoreDsl.exec;
import static io.gatling.javaapi.core.CoreDsl.global;

import io.gatling.javaapi.core.ChainBuilder;
import io.gatling.javaapi.core.PopulationBuilder;
import java.nio.file.Path;
import java.time.Duration;

/**
 * Half of a node's capacity, open model, without and beside 20 pictures and forms a second that are
 * made to cost much: none of the honest requests is lost or much later.
 */
public final class Bombs extends Measurement {

  private static final double SHARE = 0.5;
  private static final double BOMBS_PER_SECOND = 20;
  private static final double MAX_P99 = 3;
  private static final double MIN_THROWN = 0.98;
  private static final double P99 = 0.99;
  private static final Duration WITHOUT_BOMBS = Duration.ofMinutes(2);

  /** Until the last bomb of the warm-up has left the node. */
  private static final Duration PAUSE = Duration.ofSeconds(15);

  private static final Duration DRAINED_WITHIN = Duration.ofSeconds(10);

  private static final String WARM_UP = "warm-up";
  private static final String SETTLING = "settling";
  private static final String WITHOUT = "without";
  private static final String BESIDE = "beside";

  private final Picture picture = pictures.camera();
  private final double capacity = capacity(picture);
  private final double offered = SHARE * capacity;
  private final Duration beside = Duration.ofMinutes(Integer.getInteger("minutes", 10));
  private final BombThrower bombs =
      new BombThrower(
          settings.baseUrl(),
          BombFiles.all(Path.of(System.getProperty("bombs", "target/bombs"))),
          BOMBS_PER_SECOND);

  {
    Duration settlingFrom = settings.warmUp();
    Duration withoutFrom = settlingFrom.plus(PAUSE);
    Duration besideFrom = withoutFrom.plus(WITHOUT_BOMBS);
    setUp(
            withProbes(
                besideFrom,
                beside,
                part(WARM_UP, true, Duration.ZERO, settlingFrom),
                part(SETTLING, false, settlingFrom, PAUSE),
                part(WITHOUT, false, withoutFrom, WITHOUT_BOMBS),
                part(BESIDE, true, besideFrom, beside)))
        .protocols(sharedConnections())
        .assertions(global().failedRequests().count().is(0L));
  }

  private PopulationBuilder part(
      String kind, boolean withBombs, Duration delay, Duration duration) {
    ChainBuilder requests =
        exec(session -> {
              bombs.throwNow(withBombs);
              return session;
            })
            .exec(traffic.detect(kind, picture, OK));
    return traffic.open(kind, requests, offered, delay, duration);
  }

  @Override
  void judge() {
    bombs.stop();
    figures(WITHOUT);
    figures(BESIDE);
    result.figure("offeredPerSecond", offered);
    BombThrower.Report report = bombs.report();
    report.byBomb().forEach(result::row);
    report.byStatus().forEach((status, count) -> result.figure("bombs." + status, count));
    result.figure("bombsThrown", report.thrown());
    result.atLeast("bombs thrown a second", report.perSecond(), MIN_THROWN * BOMBS_PER_SECOND);
    result.atMost("bombs without an answer", report.unanswered(), 0);
    result.atMost("bombs answered 500", report.count("500"), 0);
    result.atMost(
        "p99 beside the bombs / without",
        outcomes.percentileMs(BESIDE, OK, P99) / outcomes.percentileMs(WITHOUT, OK, P99),
        MAX_P99);
    judgeStatuses(WITHOUT, OK);
    judgeStatuses(BESIDE, OK);
    judgeProbes();
    judgeDrained();
    result.atMost("bytes in flight at the end", node.bytesInFlightWithin(DRAINED_WITHIN), 0);
  }
}
