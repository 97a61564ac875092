package dev.retinagate.loadtest.limits;

import java.io.PrintStream;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.LongStream;

/**
 * Prints what each {@link Contender} makes of each {@link Scenario}, and where the adaptive ones
 * beat the fixed bound.
 *
 * <p>The same seeds give the same rows, but for Vegas's: the library draws when it measures its
 * base latency anew, and its draws cannot be seeded.
 */
public final class CompareLimits {

  private static final int RUNS = 5;
  private static final long FIRST_SEED = 1;
  private static final int DEFAULT_CEILING = 1;
  private static final double PERCENT = 100;

  private static final List<Contender> FIXED_ONES =
      List.of(
          Contender.FIXED, Contender.FIXED_TOLD, Contender.FIXED_TOLD_SOON, Contender.FIXED_SHORT);

  private final int ceiling;
  private final PrintStream out;
  private final Map<Scenario, Map<Contender, List<Figures>>> results = new LinkedHashMap<>();

  private CompareLimits(int ceiling, PrintStream out) {
    this.ceiling = ceiling;
    this.out = out;
  }

  /**
   * Compares.
   *
   * @param args highest limit an adaptive limit may find, in multiples of the fixed one; none for 1
   */
  public static void main(String[] args) {
    int ceiling = args.length == 0 ? DEFAULT_CEILING : Integer.parseInt(args[0]);
    CompareLimits comparison = new CompareLimits(ceiling, System.out);
    comparison.table();
    comparison.verdicts();
  }

  private void table() {
    out.printf(
        Locale.ROOT,
        "Goodput in %% of the undisturbed capacity; means of %d runs; adaptive limits up to %d × the fixed one.%n",
        RUNS,
        ceiling);
    out.printf(
        Locale.ROOT,
        "%-14s %-21s %7s %5s  %-18s %7s %7s %7s %8s %8s %8s %8s %7s %6s%n",
        "pictures",
        "pattern",
        "workers",
        "load",
        "admission",
        "in 30 s",
        "500 ms",
        "tight",
        "p50 ms",
        "p99 ms",
        "refused%",
        "given up",
        "groups%",
        "limit");
    for (Scenario scenario : Scenario.all()) {
      Map<Contender, List<Figures>> runs = run(scenario);
      results.put(scenario, runs);
      runs.forEach((contender, figures) -> row(scenario, contender, Figures.mean(figures)));
    }
  }

  /** Every contender gets the same arrivals. */
  private Map<Contender, List<Figures>> run(Scenario scenario) {
    List<List<Arrival>> arrivals =
        LongStream.range(FIRST_SEED, FIRST_SEED + RUNS).mapToObj(scenario::arrivals).toList();
    Map<Contender, List<Figures>> figures = new EnumMap<>(Contender.class);
    for (Contender contender : Contender.values()) {
      figures.put(
          contender, arrivals.stream().map(run -> figures(scenario, contender, run)).toList());
    }
    return figures;
  }

  private Figures figures(Scenario scenario, Contender contender, List<Arrival> arrivals) {
    NodeSimulation node =
        new NodeSimulation(
            scenario.workers(),
            contender.patienceNanos(scenario),
            scenario::slowness,
            contender.policy(scenario, ceiling));
    return Figures.of(scenario, node.run(arrivals));
  }

  private void row(Scenario scenario, Contender contender, Figures figures) {
    out.printf(
        Locale.ROOT,
        "%-14s %-21s %7d %5.1f  %-18s %7.1f %7.1f %7.1f %8.0f %8.0f %8.1f %8.1f %7.1f %6.1f%n",
        scenario.workload().title(),
        scenario.pattern().title(),
        scenario.workers(),
        scenario.load(),
        contender.title(),
        PERCENT * figures.goodput(),
        PERCENT * figures.soon(),
        PERCENT * figures.tight(),
        figures.p50Millis(),
        figures.p99Millis(),
        PERCENT * figures.refused(),
        PERCENT * figures.givenUp(),
        PERCENT * figures.groupRefused(),
        figures.limit());
  }

  private void verdicts() {
    for (Contender base : FIXED_ONES) {
      for (Contender rival : Contender.values()) {
        if (rival.compareTo(base) > 0) {
          verdicts(base, rival);
        }
      }
    }
  }

  private void verdicts(Contender base, Contender rival) {
    out.printf(Locale.ROOT, "%n%s against %s%n", rival.title(), base.title());
    verdict(new Verdict("goodput within 30 s", Figures::goodput, true), base, rival);
    verdict(new Verdict("goodput within 500 ms", Figures::soon, true), base, rival);
    verdict(new Verdict("goodput within tight", Figures::tight, true), base, rival);
    verdict(new Verdict("groups refused", Figures::groupRefused, false), base, rival);
  }

  private void verdict(Verdict verdict, Contender base, Contender rival) {
    results.forEach(
        (scenario, figures) -> verdict.add(scenario, figures.get(base), figures.get(rival)));
    out.println("  " + verdict.told());
  }
}
