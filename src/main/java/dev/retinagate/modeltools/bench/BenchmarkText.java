package dev.retinagate.modeltools.bench;

import dev.retinagate.modeltools.bench.BenchmarkReport.Figures;
import dev.retinagate.modeltools.evaluate.StageTotals;
import java.time.Duration;
import java.util.Locale;

/** A {@link BenchmarkReport} as lines of plain text. */
final class BenchmarkText {

  /** What an idle machine's daemons take is less. */
  private static final double MIN_CORES_TOLD = 0.1;

  private static final double GIGA = 1e9;
  private static final double MIB = 1 << 20;
  private static final double KIB = 1 << 10;
  private static final double NANOS_PER_MS = Duration.ofMillis(1).toNanos();
  private static final double NANOS_PER_SECOND = Duration.ofSeconds(1).toNanos();

  private final StringBuilder text = new StringBuilder();

  BenchmarkText(BenchmarkReport report) {
    line(
        "Model %s, %s by %s, engine threads a worker: %d",
        report.model().name(),
        report.model().precision(),
        report.model().isa(),
        report.engineThreads());
    line(
        "Picture %d×%d, %.0f KiB; in process, from encoded bytes to detections",
        report.picture().width(), report.picture().height(), report.picture().bytes() / KIB);
    line("");
    line(
        "%-8s %9s %9s %9s %9s %9s %9s",
        "workers", "images/s", "decode", "prepare", "network", "post", "all ms");
    report.figures().forEach(this::figures);
    line("");
    network(report);
    line(
        "one core's peak, measured: %.1f GMAC/s fp32 (%.1f GFLOPS)",
        report.peakMacsPerSecond() / GIGA, 2 * report.peakMacsPerSecond() / GIGA);
    ratios(report);
    report
        .residentBytes()
        .ifPresent(bytes -> line("memory: %.0f MiB resident, all workers", bytes / MIB));
    if (report.coresOfOthers() > MIN_CORES_TOLD) {
      line(
          "note: other processes took %.1f cores meanwhile; alone, it is faster",
          report.coresOfOthers());
    }
  }

  private void figures(Figures figures) {
    StageTotals totals = figures.totals();
    line(
        "%-8d %9.2f %9.2f %9.2f %9.2f %9.2f %9.2f",
        figures.workers(),
        figures.medianPerSecond(),
        totals.meanMs(totals.sum().decodeNanos()),
        totals.meanMs(totals.sum().prepareNanos()),
        totals.meanMs(totals.sum().networkNanos()),
        totals.meanMs(totals.sum().postNanos()),
        totals.meanMs(totals.sum().totalNanos()));
  }

  /**
   * What the whole network reaches, against the peak of the cores it ran on; and how much of that a
   * picture needed, since a detector leaves out work that the request does not need.
   */
  private void network(BenchmarkReport report) {
    NetworkAlone network = report.network();
    double macsPerSecond = network.macs() / (network.nanos() / NANOS_PER_SECOND);
    line(
        "network alone, whole, 1 worker: %.2f GMAC in %.2f ms: %.1f GMAC/s, %.0f %% of fp32 peak",
        network.macs() / GIGA,
        network.nanos() / NANOS_PER_MS,
        macsPerSecond / GIGA,
        100 * macsPerSecond / (report.peakMacsPerSecond() * report.engineThreads()));
    network
        .fp32Nanos()
        .ifPresent(
            fp32 ->
                line(
                    "its fp32 in turns with it: %.2f ms; %s is %.2f × as fast",
                    fp32 / NANOS_PER_MS,
                    report.model().precision(),
                    (double) fp32 / network.nanos()));
    StageTotals totals = report.figures().get(0).totals();
    line(
        "network as the pictures needed it: %.2f of the whole",
        (double) totals.sum().networkNanos() / totals.pictures() / network.nanos());
  }

  private void ratios(BenchmarkReport report) {
    Figures first = report.figures().get(0);
    for (Figures figures : report.figures().subList(1, report.figures().size())) {
      line(
          "%d workers against %d: %.2f ×",
          figures.workers(), first.workers(), figures.ratioTo(first));
    }
  }

  private void line(String format, Object... values) {
    text.append(String.format(Locale.ROOT, format, values).stripTrailing()).append('\n');
  }

  @Override
  public String toString() {
    return text.toString();
  }
}
