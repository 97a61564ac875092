package dev.retinagate.simulation;

import dev.retinagate.plot.Chart;
import dev.retinagate.plot.Chart.Anchor;
import dev.retinagate.plot.Chart.Point;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Load and nodes over the day, one chart a shape below the other, as SVG. */
public final class SimulationPlot {

  private static final int MINUTES_A_PIXEL = 2;
  private static final int WIDTH = 24 * 60 / MINUTES_A_PIXEL;
  private static final int HOURS_STEP = 4;

  private SimulationPlot() {}

  /**
   * The plot.
   *
   * @param target of the policy on requests, in percent
   */
  public static String of(Setup setup, int target, Map<Shape, Outcome> days) {
    List<Chart> charts = new ArrayList<>();
    days.forEach((shape, day) -> charts.add(chart(setup, target, shape, day)));
    return Chart.stacked(charts);
  }

  private static Chart chart(Setup setup, int target, Shape shape, Outcome day) {
    Chart chart =
        new Chart(
            WIDTH,
            2,
            "Load: %s; request target %d %% of %.2f pictures/s"
                .formatted(shape, target, setup.picturesPerSecond()),
            "Simulated. 503s: %.3f %%; wait for a worker: p99 %.0f ms"
                .formatted(day.refusedShare() * 100, day.p99WaitMs()));
    BitSet refusals = new BitSet();
    IntStream.range(0, day.minutes().size())
        .filter(minute -> day.minutes().get(minute).refused() > 0)
        .forEach(minute -> refusals.set(minute / MINUTES_A_PIXEL));
    chart.marks("503s", refusals);
    int top = setup.maxNodes() + 1;
    for (int nodes = 0; nodes <= top; nodes++) {
      chart.gridLine((double) nodes / top, Integer.toString(nodes));
    }
    for (int hour = 0; hour <= 24; hour += HOURS_STEP) {
      Anchor anchor = hour == 0 ? Anchor.START : hour == 24 ? Anchor.END : Anchor.MIDDLE;
      chart.below(hour / 24.0 * WIDTH, anchor, hour + " h");
    }
    double minuteOfANode = setup.picturesPerSecond() * 60;
    List<Point> load = new ArrayList<>();
    List<Point> nodes = new ArrayList<>();
    for (int minute = 0; minute < day.minutes().size(); minute += MINUTES_A_PIXEL) {
      Outcome.Minute at = day.minutes().get(minute);
      double x = (double) minute / MINUTES_A_PIXEL;
      load.add(new Point(x, Math.min(1, at.requests() / minuteOfANode / top)));
      nodes.add(new Point(x, (double) at.nodes() / top));
    }
    chart.curve("load, in nodes that it would fill", load);
    chart.curve("nodes in service", nodes);
    return chart;
  }
}
