package dev.retinagate.loadtest.limits;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/**
 * Who comes to which node, in an open model: arrivals do not wait for answers.
 *
 * @param workload what their pictures cost
 * @param pattern how the run goes
 * @param workers how many pictures the node works on at a time
 * @param load arrivals (of single pictures) / capacity
 */
record Scenario(Workload workload, Pattern pattern, int workers, double load) {

  /** How a run goes. */
  enum Pattern {
    /** One load from beginning to end. */
    STEADY("steady"),
    /** The machine is half as fast in the middle third, as with a noisy neighbour. */
    SLOW_DOWN("slow-down"),
    /** Beside single pictures a group of twelve cameras that shoot at the same moment. */
    GROUPS("groups"),
    /** The same, but the first third is an overload, without groups. */
    GROUPS_AFTER_OVERLOAD("overload, then groups");

    private final String title;

    Pattern(String title) {
      this.title = title;
    }

    String title() {
      return title;
    }

    private boolean hasGroups() {
      return this == GROUPS || this == GROUPS_AFTER_OVERLOAD;
    }
  }

  private static final int[] WORKERS = {1, 2, 4};
  private static final double[] LOADS = {0.5, 0.8, 1, 1.5, 3, 10};
  private static final double QUIET = 0.2;
  private static final double OVERLOAD = 3;
  private static final double SLOWED = 2;
  private static final int GROUP = 12;

  /** A group comes when the node could have served so many pictures since the last. */
  private static final int GROUP_EVERY = 60;

  private static final double NANOS_PER_SECOND = 1e9;

  /** Every combination that is looked at. */
  static List<Scenario> all() {
    List<Scenario> all = new ArrayList<>();
    for (Workload workload : Workload.values()) {
      for (Pattern pattern : Pattern.values()) {
        for (int workers : WORKERS) {
          double[] loads = pattern.hasGroups() ? new double[] {QUIET} : LOADS;
          for (double load : loads) {
            all.add(new Scenario(workload, pattern, workers, load));
          }
        }
      }
    }
    return all;
  }

  /** As it is told in a line of text. */
  String title() {
    return String.format(
        Locale.ROOT, "%s, %s, %d workers, %.1f", workload.title(), pattern.title(), workers, load);
  }

  /** Pictures a second that the undisturbed node can do. */
  double capacity() {
    return workers * NANOS_PER_SECOND / workload.meanNanos();
  }

  /** By what factor work takes longer that begins at a time. */
  double slowness(long atNanos) {
    return pattern == Pattern.SLOW_DOWN && third(atNanos) == 1 ? SLOWED : 1;
  }

  /** All that come, in order of time; the same for the same seed. */
  List<Arrival> arrivals(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    Stream<Arrival> singles = singles(random.split()).stream();
    Stream<Arrival> groups = pattern.hasGroups() ? groups(random.split()).stream() : Stream.empty();
    return Stream.concat(singles, groups)
        .sorted(Comparator.comparingLong(Arrival::atNanos))
        .toList();
  }

  private List<Arrival> singles(SplittableRandom random) {
    List<Arrival> singles = new ArrayList<>();
    double at = 0;
    while (true) {
      at += -Math.log(1 - random.nextDouble()) * gapNanos(Math.round(at));
      if (at >= workload.lengthNanos()) {
        return singles;
      }
      singles.add(new Arrival(Math.round(at), workload.sampleNanos(random), false));
    }
  }

  private double gapNanos(long atNanos) {
    boolean overloaded = pattern == Pattern.GROUPS_AFTER_OVERLOAD && third(atNanos) == 0;
    return workload.meanNanos() / workers / (overloaded ? OVERLOAD : load);
  }

  private List<Arrival> groups(SplittableRandom random) {
    List<Arrival> groups = new ArrayList<>();
    double every = GROUP_EVERY * workload.meanNanos() / workers;
    for (double at = every; at < workload.lengthNanos(); at += every) {
      long atNanos = Math.round(at);
      for (int i = 0; i < GROUP && mayGroup(atNanos); i++) {
        groups.add(new Arrival(atNanos, workload.sampleNanos(random), true));
      }
    }
    return groups;
  }

  private boolean mayGroup(long atNanos) {
    return pattern == Pattern.GROUPS || third(atNanos) > 0;
  }

  private long third(long atNanos) {
    return 3 * atNanos / workload.lengthNanos();
  }
}
