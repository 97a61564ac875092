package dev.retinagate.loadtest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.function.ToDoubleFunction;

/**
 * The trend of the server's memory in a run. After a soak, the slopes of the resident set, the
 * heap's live data, direct memory, threads and open files must not be distinguishable from zero,
 * and must be known well enough to say so; after a shorter run, resident set and heap may have
 * grown by a few percent.
 *
 * <p>The time before the part that is judged is left out: caches fill and code is compiled then. A
 * soak is judged by medians over a minute.
 */
public final class ServerTrend {

  private static final String SOAK = "Soak";
  private static final int SECONDS_PER_MINUTE = 60;
  private static final int SECONDS_PER_HOUR = 3600;

  /** Stretches of a run too short for a dozen of minutes. */
  private static final int FEWEST_STRETCHES = 12;

  /** A shorter saw-tooth has too few teeth for its valleys to be compared. */
  private static final int FEWEST_SECONDS = 45;

  /** A watch that ended sooner would pass a leak of the rest. */
  private static final int MAX_UNSEEN_SECONDS = 10;

  /** A wider interval would include both zero and a leak. */
  private static final double MAX_UNCERTAIN_MB_PER_HOUR = 10;

  /** The same for threads and file descriptors: of ones that leak, requests open many more. */
  private static final double MAX_UNCERTAIN_PER_HOUR = 10;

  private static final double MAX_RSS_GROWTH = 1.05;

  /** The valleys of the saw-tooth: the data that survives collections. */
  private static final double MAX_HEAP_GROWTH = 1.25;

  private static final double KIB_PER_MB = 1000.0 / 1.024;
  private static final double BYTES_PER_MB = 1e6;

  private static final Measure MEGABYTES_OF_KIB =
      new Measure("MB", "Mb", KIB_PER_MB, MAX_UNCERTAIN_MB_PER_HOUR);
  private static final Measure MEGABYTES =
      new Measure("MB", "Mb", BYTES_PER_MB, MAX_UNCERTAIN_MB_PER_HOUR);
  private static final Measure COUNT = new Measure("number", "", 1, MAX_UNCERTAIN_PER_HOUR);

  /** How a column is told and how well its slope must be known. */
  private record Measure(String unit, String suffix, double divisor, double maxUncertain) {}

  private ServerTrend() {}

  /** Takes the server's CSV and the simulation's JSON; writes NAME-server.json beside that. */
  public static void main(String[] arguments) throws IOException {
    Path json = Path.of(arguments[1]);
    JsonNode run = new ObjectMapper().readTree(json.toFile());
    String name = run.at("/name").asText();
    double from = run.at("/figures/loadFromEpochSeconds").asDouble();
    double to = run.at("/figures/loadToEpochSeconds").asDouble();
    ServerSeries series = underLoad(ServerSeries.read(Path.of(arguments[0])), from, to);
    Result result = new Result(name + "-server");
    judge(name, series, result);
    result.conclude(json.toAbsolutePath().getParent());
  }

  /**
   * The part of the series that is judged.
   *
   * @throws IllegalArgumentException if the watch ended before the load did
   */
  static ServerSeries underLoad(ServerSeries all, double from, double to) {
    ServerSeries series = all.between(from, to);
    if (series.seconds() < to - from - MAX_UNSEEN_SECONDS) {
      throw new IllegalArgumentException(
          "the server was seen for " + series.seconds() + " s of " + (to - from));
    }
    return series;
  }

  static void judge(String name, ServerSeries all, Result result) {
    if (all.seconds() < FEWEST_STRETCHES) {
      throw new IllegalArgumentException("the server was seen for " + all.seconds() + " s only");
    }
    double[] cpu = all.column("cpuSeconds");
    result.figure("seconds", all.seconds());
    result.figure("serverCores", (cpu[cpu.length - 1] - cpu[0]) / all.seconds());
    result.figure("clientCoreBusyMedian", ServerSeries.median(all.column("clientCoreBusy")));
    result.figure("rssMaxMb", ServerSeries.max(all.column("rssKib")) / KIB_PER_MB);
    result.figure("heapMaxMb", ServerSeries.max(all.column("heapBytes")) / BYTES_PER_MB);
    result.figure("directMaxMb", ServerSeries.max(all.column("directBytes")) / BYTES_PER_MB);
    result.figure("inFlightMax", ServerSeries.max(all.column("inFlight")));
    result.figure(
        "uploadReservedMaxMb", ServerSeries.max(all.column("reservedBytes")) / BYTES_PER_MB);

    if (name.equals(SOAK)) {
      slope("rss", all, "rssKib", ServerSeries::median, MEGABYTES_OF_KIB, result);
      slope("heapValley", all, "heapBytes", ServerSeries::least, MEGABYTES, result);
      slope("direct", all, "directBytes", ServerSeries::median, MEGABYTES, result);
      slope("threads", all, "threads", ServerSeries::median, COUNT, result);
      slope("files", all, "files", ServerSeries::median, COUNT, result);
    } else if (all.seconds() >= FEWEST_SECONDS) {
      result.atMost(
          "RSS of the last third / first third",
          growth(all, "rssKib", ServerSeries::median),
          MAX_RSS_GROWTH);
      result.atMost(
          "heap valley of the last third / first third",
          growth(all, "heapBytes", ServerSeries::least),
          MAX_HEAP_GROWTH);
    }
  }

  private static void slope(
      String what,
      ServerSeries series,
      String column,
      ToDoubleFunction<double[]> value,
      Measure measure,
      Result result) {
    int stretches =
        Math.max(FEWEST_STRETCHES, (int) Math.round(series.seconds() / SECONDS_PER_MINUTE));
    Trend trend = Trend.of(series.stretches(column, stretches, value));
    double perHour = stretches / series.seconds() * SECONDS_PER_HOUR / measure.divisor();
    String name = what + " slope, " + measure.unit() + "/h, ";
    result.figure(what + "Slope" + measure.suffix() + "PerHour", trend.slope() * perHour);
    result.atMost(name + "low end of 95 %", trend.low() * perHour, 0);
    result.atMost(name + "high end of 95 %", trend.high() * perHour, measure.maxUncertain());
  }

  private static double growth(
      ServerSeries series, String column, ToDoubleFunction<double[]> value) {
    double[] thirds = series.stretches(column, 3, value);
    return thirds[2] / thirds[0];
  }
}
