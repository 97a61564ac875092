package dev.retinagate.simulation;

import java.util.Locale;

/** Days as a table of text. */
public final class SimulationText {

  private static final double PERCENT = 100;

  private final Setup setup;
  private final double instanceHour;

  /**
   * A table.
   *
   * @param instanceHour price of a node's hour in USD
   */
  public SimulationText(Setup setup, double instanceHour) {
    this.setup = setup;
    this.instanceHour = instanceHour;
  }

  /** What stands above the rows. */
  public String head(double peak, int cpuTarget) {
    return line(
            "%.2f pictures/s a node, %d to %d nodes, peak %.2f requests/s, CPU target %d %%, a node"
                + " starts in %.0f s",
            setup.picturesPerSecond(),
            setup.minNodes(),
            setup.maxNodes(),
            peak,
            cpuTarget,
            setup.startSeconds())
        + line("Simulated, not measured: a refused client does not come back, no node fails.")
        + line("")
        + line(
            "%-8s %8s %11s %11s %6s %11s %11s %9s %10s",
            "load",
            "target %",
            "nodes, mean",
            "nodes, most",
            "used %",
            "wait p50 ms",
            "wait p99 ms",
            "503s %",
            "USD/day");
  }

  /** A row; the price is that of the nodes alone. */
  public String row(Shape shape, int target, Outcome day) {
    return line(
        "%-8s %8d %11.2f %11d %6.0f %11.0f %11.0f %9.3f %10.2f",
        shape,
        target,
        day.nodeHours() * Shape.HOUR / Shape.DAY,
        day.mostNodes(),
        day.utilisation(setup) * PERCENT,
        day.medianWaitMs(),
        day.p99WaitMs(),
        day.refusedShare() * PERCENT,
        day.nodeHours() * instanceHour);
  }

  private static String line(String format, Object... values) {
    return String.format(Locale.ROOT, format, values) + '\n';
  }
}
