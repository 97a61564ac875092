package dev.retinagate.loadtest;

import static io.gatling.javaapi.core.CoreDsl.doIf;
import static io.gatling.javaapi.core.CoreDsl.global;
import static io.gatling.javaapi.core.CoreDsl.pause;

import io.gatling.javaapi.core.ChainBuilder;
import java.time.Duration;

/**
 * 64 clients and a 267 KB JPEG, each sending its next when the last is answered: the run that
 * halved DJL Serving's goodput. {@code -Dpolite=true}: a refused client waits as long as
 * Retry-After says; {@code false}: it retries at once.
 */
public final class ClosedLoop extends Measurement {

  private static final boolean POLITE = Boolean.parseBoolean(System.getProperty("polite", "true"));
  private static final double MIN_GOODPUT_POLITE = 0.95;
  private static final double MIN_GOODPUT_IMPATIENT = 0.8;

  private static final String WARM_UP = "warm-up";
  private static final String BEFORE = "few-before";
  private static final String CROWD = "crowd";
  private static final String AFTER = "few-after";

  private final Picture picture = pictures.large();
  private final int clients = Integer.getInteger("clients", 64);
  private final int few = settings.capacityClients();

  /** A measurement named after how the clients behave. */
  public ClosedLoop() {
    super(POLITE ? "polite" : "impatient");
    Duration part = settings.duration();
    setUp(
            withProbes(
                settings.warmUp(),
                part.multipliedBy(3),
                Traffic.closed(WARM_UP, crowd(WARM_UP), clients, settings.warmUp())
                    .andThen(
                        Traffic.closed(BEFORE, alone(BEFORE), few, part)
                            .andThen(
                                Traffic.closed(CROWD, crowd(CROWD), clients, part)
                                    .andThen(Traffic.closed(AFTER, alone(AFTER), few, part))))))
        .protocols(ownConnections())
        .assertions(global().failedRequests().count().is(0L));
  }

  private ChainBuilder alone(String kind) {
    return traffic.detect(kind, picture, OK);
  }

  private ChainBuilder crowd(String kind) {
    ChainBuilder request = traffic.detect(kind, picture, OK, FULL);
    return POLITE
        ? request.exec(doIf(Traffic::isRefused).then(pause(Traffic::retryAfter)))
        : request;
  }

  @Override
  void judge() {
    double few = (outcomes.perSecond(BEFORE, OK) + outcomes.perSecond(AFTER, OK)) / 2;
    figures(BEFORE);
    figures(CROWD);
    figures(AFTER);
    result.figure("fewClientsPerSecond", few);
    result.atLeast(
        "goodput of " + clients + " clients / of a few",
        outcomes.perSecond(CROWD, OK) / few,
        POLITE ? MIN_GOODPUT_POLITE : MIN_GOODPUT_IMPATIENT);
    judgeStatuses(BEFORE, OK);
    judgeStatuses(CROWD, OK, FULL);
    judgeStatuses(AFTER, OK);
    judgeProbes();
    judgeDrained();
  }
}
