package dev.retinagate.loadtest;

import static io.gatling.javaapi.core.CoreDsl.global;

import io.gatling.javaapi.core.PopulationBuilder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Steps of offered load from a quarter of the capacity to ten times as much, open model: the curve
 * of goodput against offered load. The capacity it finds is the highest goodput of any step.
 */
public final class RampToCapacity extends Measurement {

  private static final double[] STEPS = {
    0.25, 0.5, 0.75, 0.9, 1, 1.1, 1.25, 1.5, 2, 3, 4, 6, 8, 10
  };

  /** Below the knee the offered load has to be served; above it the goodput has to stay. */
  private static final double KNEE = 1;

  private static final double MIN_SERVED = 0.97;
  private static final double MIN_GOODPUT = 0.95;

  /** With fewer answers the client has not sent the offered load. */
  private static final double MIN_ANSWERED = 0.97;

  private static final String WARM_UP = "warm-up";

  private final Picture picture = pictures.camera();
  private final double capacity = capacity(picture);
  private final Duration step = Duration.ofSeconds(Integer.getInteger("stepSeconds", 15));

  {
    List<PopulationBuilder> steps = new ArrayList<>();
    // Warms up the refusals of node and client, too; then the queue runs empty.
    steps.add(load(WARM_UP, settings.overload(), Duration.ZERO, settings.warmUp()));
    Duration start = settings.warmUp().plusSeconds(2);
    Duration delay = start;
    for (double factor : STEPS) {
      steps.add(load(kind(factor), factor, delay, step));
      delay = delay.plus(step);
    }
    setUp(
            withProbes(
                start, step.multipliedBy(STEPS.length), steps.toArray(PopulationBuilder[]::new)))
        .protocols(sharedConnections())
        .assertions(global().failedRequests().count().is(0L));
  }

  private PopulationBuilder load(String kind, double factor, Duration delay, Duration duration) {
    return traffic.open(kind, picture, factor * capacity, delay, duration);
  }

  private static String kind(double factor) {
    return String.format(Locale.ROOT, "x%.2f", factor);
  }

  @Override
  void judge() {
    double highest = 0;
    for (double factor : STEPS) {
      highest = Math.max(highest, outcomes.perSecond(kind(factor), OK));
      result.row("steps", row(factor));
    }
    result.figure("highestGoodputPerSecond", highest);
    double served = 1;
    double kept = 1;
    double answered = 1;
    for (double factor : STEPS) {
      String kind = kind(factor);
      double offered = factor * capacity;
      double goodput = outcomes.perSecond(kind, OK);
      judgeStatuses(kind, OK, FULL);
      answered = Math.min(answered, (goodput + outcomes.perSecond(kind, FULL)) / offered);
      if (factor < KNEE) {
        served = Math.min(served, goodput / offered);
      } else if (factor > KNEE) {
        kept = Math.min(kept, goodput / highest);
      }
    }
    result.atLeast("least goodput / offered below the knee", served, MIN_SERVED);
    result.atLeast("least goodput beyond the knee / highest", kept, MIN_GOODPUT);
    result.atLeast("least answered / offered", answered, MIN_ANSWERED);
    judgeProbes();
    judgeDrained();
  }

  private Map<String, Double> row(double factor) {
    String kind = kind(factor);
    Map<String, Double> row = new LinkedHashMap<>();
    row.put("factor", factor);
    row.put("offeredPerSecond", factor * capacity);
    row.put("goodputPerSecond", outcomes.perSecond(kind, OK));
    row.put("refusedPerSecond", outcomes.perSecond(kind, FULL));
    row.put("acceptedP50Ms", outcomes.percentileMs(kind, OK, 0.5));
    row.put("acceptedP99Ms", outcomes.percentileMs(kind, OK, 0.99));
    row.put("refusedP99Ms", outcomes.percentileMs(kind, FULL, 0.99));
    return row;
  }
}
