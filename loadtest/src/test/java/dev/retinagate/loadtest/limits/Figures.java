package dev.retinagate.loadtest.limits;

import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * What a run came to. NaN where there is nothing to tell.
 *
 * @param goodput answered within the gateway's deadline / the undisturbed node's capacity
 * @param soon answered within {@link Contender#SOON} / capacity
 * @param tight answered within {@link Contender#tightNanos} / capacity
 * @param p50Millis median latency of those answered
 * @param p99Millis 99th percentile of the same
 * @param refused of those that came, 0 to 1
 * @param givenUp let in and never served, of those that came, 0 to 1
 * @param groupRefused refused of those that came in a group, 0 to 1
 * @param limit mean of the limit, as arrivals saw it
 */
record Figures(
    double goodput,
    double soon,
    double tight,
    double p50Millis,
    double p99Millis,
    double refused,
    double givenUp,
    double groupRefused,
    double limit) {

  private static final double MEDIAN = 0.5;
  private static final double TAIL = 0.99;
  private static final double NANOS_PER_MILLI = 1e6;
  private static final double NANOS_PER_SECOND = 1e9;

  /** Of one run. */
  static Figures of(Scenario scenario, Account account) {
    long end = scenario.workload().lengthNanos();
    double capacity = scenario.capacity() * end / NANOS_PER_SECOND;
    long[] latencies = account.latenciesNanos();
    return new Figures(
        account.answered(Contender.DEADLINE.toNanos(), end) / capacity,
        account.answered(Contender.SOON.toNanos(), end) / capacity,
        account.answered(Contender.tightNanos(scenario), end) / capacity,
        quantileMillis(latencies, MEDIAN),
        quantileMillis(latencies, TAIL),
        account.refusedShare(),
        account.givenUpShare(),
        account.groupedRefusedShare(),
        account.meanLimit());
  }

  /** The mean of each figure. */
  static Figures mean(List<Figures> runs) {
    return new Figures(
        mean(runs, Figures::goodput),
        mean(runs, Figures::soon),
        mean(runs, Figures::tight),
        mean(runs, Figures::p50Millis),
        mean(runs, Figures::p99Millis),
        mean(runs, Figures::refused),
        mean(runs, Figures::givenUp),
        mean(runs, Figures::groupRefused),
        mean(runs, Figures::limit));
  }

  private static double mean(List<Figures> runs, ToDoubleFunction<Figures> figure) {
    return runs.stream().mapToDouble(figure).average().orElse(Double.NaN);
  }

  /** Nearest rank. */
  private static double quantileMillis(long[] ascending, double quantile) {
    if (ascending.length == 0) {
      return Double.NaN;
    }
    int rank = (int) Math.ceil(quantile * ascending.length);
    return ascending[rank - 1] / NANOS_PER_MILLI;
  }
}
