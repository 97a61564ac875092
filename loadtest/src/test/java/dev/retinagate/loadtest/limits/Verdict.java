package dev.retinagate.loadtest.limits;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/**
 * Where one contender beats another: in every run of a scenario, each with the same arrivals for
 * both, and by at least a hundredth (of capacity, or of the pictures).
 */
final class Verdict {

  private static final double WORTH_TELLING = 0.01;
  private static final double PERCENT = 100;

  private final String figureName;
  private final ToDoubleFunction<Figures> gain;
  private final List<Lead> wins = new ArrayList<>();
  private final List<Lead> losses = new ArrayList<>();
  private int looked;

  /**
   * A verdict on nothing yet.
   *
   * @param figure that is compared; scenarios that do not have it do not count
   * @param more whether more of it is better
   */
  Verdict(String figureName, ToDoubleFunction<Figures> figure, boolean more) {
    this.figureName = figureName;
    this.gain = more ? figure : figures -> -figure.applyAsDouble(figures);
  }

  /** Takes a scenario in; the runs of both are in the same order. */
  void add(Scenario scenario, List<Figures> base, List<Figures> rival) {
    double[] leads = new double[base.size()];
    double sum = 0;
    for (int i = 0; i < leads.length; i++) {
      leads[i] = gain.applyAsDouble(rival.get(i)) - gain.applyAsDouble(base.get(i));
      sum += leads[i];
    }
    if (Double.isNaN(sum)) {
      return;
    }
    looked++;
    Lead lead = new Lead(scenario, sum / leads.length);
    if (always(leads, 1)) {
      wins.add(lead);
    } else if (always(leads, -1)) {
      losses.add(lead);
    }
  }

  private static boolean always(double[] leads, int sign) {
    for (double lead : leads) {
      if (sign * lead < WORTH_TELLING) {
        return false;
      }
    }
    return true;
  }

  /** One line. */
  String told() {
    return String.format(
        Locale.ROOT,
        "%-22s better in %2d, worse in %2d of %2d%s%s",
        figureName,
        wins.size(),
        losses.size(),
        looked,
        greatest(wins, "most gained"),
        greatest(losses, "most lost"));
  }

  private static String greatest(List<Lead> leads, String title) {
    Optional<Lead> greatest =
        leads.stream().max((a, b) -> Double.compare(Math.abs(a.points()), Math.abs(b.points())));
    return greatest
        .map(
            lead ->
                String.format(
                    Locale.ROOT,
                    "; %s %+.1f points (%s)",
                    title,
                    PERCENT * lead.points(),
                    lead.scenario().title()))
        .orElse("");
  }

  private record Lead(Scenario scenario, double points) {}
}
