package dev.retinagate.loadtest;

import static io.gatling.javaapi.http.HttpDsl.http;

import io.gatling.javaapi.core.PopulationBuilder;
import io.gatling.javaapi.core.Simulation;
import io.gatling.javaapi.http.HttpProtocolBuilder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The common part of the simulations: settings, capacity, traffic, and the checks at the end that
 * fail the run.
 */
abstract class Measurement extends Simulation {

  static final int OK = 200;
  static final int FULL = 503;

  private static final Duration CAPACITY_DURATION = Duration.ofSeconds(15);
  private static final Duration DRAINED_WITHIN = Duration.ofSeconds(10);
  private static final double PROBE_P99_MS = 50;
  private static final double MILLIS_PER_SECOND = 1000;

  final Settings settings = Settings.fromSystemProperties();
  final Pictures pictures = new Pictures(settings.pictures());
  final Outcomes outcomes = new Outcomes();
  final Traffic traffic = new Traffic(outcomes, settings.managementUrl());
  final Node node = new Node(settings.managementUrl());
  final Result result;
  private Duration settling = Duration.ZERO;

  /** A measurement whose result has the name of its class. */
  Measurement() {
    result = new Result(getClass().getSimpleName());
  }

  /** A measurement that comes in variants, each with a result of its own. */
  Measurement(String variant) {
    result = new Result(getClass().getSimpleName() + "-" + variant);
  }

  /** Adds the run's figures and the checks on them. */
  abstract void judge();

  @Override
  public final void before() {
    result.figure(
        "loadFromEpochSeconds",
        System.currentTimeMillis() / MILLIS_PER_SECOND + settling.toSeconds());
    result.begin(settings.results());
  }

  @Override
  public final void after() {
    result.figure("loadToEpochSeconds", System.currentTimeMillis() / MILLIS_PER_SECOND);
    judge();
    result.conclude(settings.results());
  }

  /** The gateway's capacity for these pictures: the given one, or measured now. */
  final double capacity(Picture... sent) {
    double perSecond =
        settings
            .capacity()
            .orElseGet(() -> capacityOf(sent).measure(settings.warmUp(), CAPACITY_DURATION));
    System.out.printf("capacity: %.2f pictures/s%n", perSecond);
    result.figure("capacityPerSecond", perSecond);
    return perSecond;
  }

  /** Measures the capacity once more, with the gateway as it is now. */
  final double capacityNow(Picture... sent) {
    return capacityOf(sent).measure(Duration.ZERO, CAPACITY_DURATION);
  }

  private Capacity capacityOf(Picture... sent) {
    return new Capacity(settings.baseUrl(), settings.capacityClients(), List.of(sent));
  }

  /** Connections are shared, as those of a balancer are. */
  final HttpProtocolBuilder sharedConnections() {
    return ownConnections().shareConnections();
  }

  /** Each virtual user has its own connection. */
  final HttpProtocolBuilder ownConnections() {
    return http.baseUrl(settings.baseUrl().toString())
        .disableWarmUp()
        .disableCaching()
        .disableFollowRedirect();
  }

  /** The load with probes beside it; the server is judged for the duration after the warm-up. */
  final List<PopulationBuilder> withProbes(
      Duration warmUp, Duration duration, PopulationBuilder... load) {
    settling = warmUp;
    List<PopulationBuilder> all = new ArrayList<>(List.of(load));
    all.add(traffic.healthProbes(warmUp, duration));
    all.add(traffic.managementProbes(warmUp, duration));
    return all;
  }

  /** Keeps the figures of a kind of request. */
  final void figures(String kind) {
    for (int status : outcomes.statuses(kind)) {
      String prefix = kind + "." + (status == Outcomes.NO_ANSWER ? "noAnswer" : status) + ".";
      result.figure(prefix + "count", outcomes.count(kind, status));
      result.figure(prefix + "perSecond", outcomes.perSecond(kind, status));
      if (status != Outcomes.NO_ANSWER) {
        result.figure(prefix + "p50Ms", outcomes.percentileMs(kind, status, 0.5));
        result.figure(prefix + "p99Ms", outcomes.percentileMs(kind, status, 0.99));
        result.figure(prefix + "maxMs", outcomes.maxMs(kind, status));
      }
    }
  }

  /** Demands that the probes were answered, all and soon. */
  final void judgeProbes() {
    for (String probe : List.of(Traffic.HEALTH, Traffic.MANAGEMENT)) {
      figures(probe);
      result.atMost(probe + " probes not answered 200", outcomes.countOtherThan(probe, OK), 0);
      result.atMost(probe + " p99, ms", outcomes.percentileMs(probe, OK, 0.99), PROBE_P99_MS);
    }
  }

  /** Demands that requests of a kind ended in the given ways and no other. */
  final void judgeStatuses(String kind, Integer... statuses) {
    result.atMost(
        kind + ": neither of " + Arrays.toString(statuses),
        outcomes.countOtherThan(kind, statuses),
        0);
  }

  /** Demands that nothing is left in the node. */
  final void judgeDrained() {
    result.atMost("in flight at the end", node.inFlightWithin(DRAINED_WITHIN), 0);
  }
}
