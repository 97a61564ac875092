package dev.retinagate.loadtest;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;

/** The README's table: the project's demands on itself, and how they were met. */
final class ReportRows {

  private static final String OVERLOAD = "run.sh Overload";
  private static final String SLOW_CLIENTS = "run.sh SlowClients";
  private static final String SOAK = "run.sh Soak";
  private static final String BOMBS = "bombs.sh";
  private static final String PROTOCOLS = "protocols.sh";
  private static final String REJECTION = "rejection.sh";
  private static final String WARM = "warm.sh";
  private static final String SWAPS = "swaps.sh";
  private static final String TWO_MODELS = "two-models.sh";

  /** Of a label; stands for a figure of the same result, or for what the check says. */
  private static final Pattern PLACEHOLDER = Pattern.compile("\\{(\\w+)}");

  private static final String CHECK = "what";

  private static final List<Row> ROWS =
      List.of(
          demand(
              "throughput",
              "HTTP / bare loop",
              "goodput over HTTP / a bare loop of the same work in process, on the same core",
              "throughput.sh"),
          demand("throughput", "HTTP / bare network", "… / the network alone", "throughput.sh"),
          demand("SteadyState", "p99", "70 % of capacity: p99, ms", "run.sh SteadyState"),
          demand("MixedSizes", "p99", "… of many sizes and formats: p99, ms", "run.sh MixedSizes"),
          demand(
              "RampToCapacity",
              "least goodput beyond",
              "from 1.1 to 10 × the capacity, open model: the least goodput / the highest",
              "run.sh RampToCapacity"),
          demand(
              "Overload",
              "goodput / peak",
              "{overload} × the capacity for {seconds} s, open model: goodput / peak",
              OVERLOAD),
          demand("Overload", "503 p99", "… p99 of the 503s, ms", OVERLOAD),
          demand("Overload", "health p99", "… p99 of /health, ms", OVERLOAD),
          demand("Overload", "management p99", "… p99 of the management port, ms", OVERLOAD),
          demand(
              "Overload",
              "accepted p99",
              "… p99 of the accepted, ms, against the time of a full queue × 1.5",
              OVERLOAD),
          demand("Overload", "FIFO", "… longest of the accepted, ms, against 2 × p50", OVERLOAD),
          demand(
              "ClosedLoop-polite",
              "goodput",
              "closed loop, 267 KB, honouring Retry-After: {what}",
              "run.sh ClosedLoop -Dpolite=true"),
          demand(
              "ClosedLoop-impatient",
              "goodput",
              "… coming back at once: {what}",
              "run.sh ClosedLoop -Dpolite=false"),
          demand(
              "crowd", "goodput", "… by clients in C, which come back faster: {what}", "crowd.sh"),
          demand("crowd", "refusing", "… {what}", "crowd.sh"),
          demand("behind-balancer", "p99", "… beside them: {what}", "behind-balancer.sh"),
          demand(
              "SlowClients",
              "goodput",
              "{slowClients} uploaders of 1 byte/s: goodput of others beside them / without",
              SLOW_CLIENTS),
          demand("SlowClients", "slow ones cut", "… uploads that were cut (408)", SLOW_CLIENTS),
          demand("SlowClients", "longest", "… the longest of their uploads, s", SLOW_CLIENTS),
          demand(
              "slow-holders",
              "goodput",
              "{connectionsMax} connections from 4 addresses that hold what they can: {what}",
              "slow-holders.sh"),
          demand(
              "Bombs",
              "p99 beside",
              "20 hostile pictures a second beside half of the capacity: {what}",
              BOMBS),
          demand("Bombs", "beside: neither", "… honest requests lost", BOMBS),
          demand("Bombs", "health probes", "… {what}", BOMBS),
          demand(
              "BigUploads",
              "health p99",
              "uploads of 5 and of almost 20 MiB: p99 of /health, ms",
              "run.sh BigUploads"),
          demand("protocols", "deepstack", "goodput at saturation: {what}", PROTOCOLS),
          demand("protocols", "rekognition", "… {what}", PROTOCOLS),
          demand(
              "frigate", "p99", "320×320 as Frigate sends them, idle node: {what}", "frigate.sh"),
          demand("rejection", "event loop", "{what}, 34 KB picture", REJECTION),
          figure("rejection", "microsecondsWith160Kb", "… with 160 KB to drop, µs", REJECTION),
          figure("rejection", "microsecondsWith270Kb", "… with 270 KB to drop, µs", REJECTION),
          figure(
              "warm", "readySeconds", "a start with one worker on one core: ready after, s", WARM),
          demand("warm", "first 10 s", "… pictures, {what}", WARM),
          demand("warm", "compilers", "… {what}", WARM),
          demand("swaps", "failed requests", "models exchanged under load: {what}", SWAPS),
          demand("swaps", "memory", "… {what}", SWAPS),
          demand("two-models", "p99", "two models at half of their shares: {what}", TWO_MODELS),
          demand("two-models", "refused", "… {what}", TWO_MODELS),
          demand("Drain", "broken", "SIGTERM under load: connections broken", "drain.sh"),
          demand(
              "RollingRestart",
              "behind-balancer",
              "rolling restart of three nodes behind HAProxy at half load: failed requests",
              "rolling-restart.sh"),
          demand(
              "KillNode-balancer",
              "failed",
              "kill -9 of one of three: failed requests, against in flight there",
              "kill-node.sh"),
          figure(
              "Soak-server",
              "rssSlopeMbPerHour",
              "80 % of capacity, every size and format, 5 % bad input, {seconds} s: slope of RSS, MB/h",
              SOAK),
          figure("Soak-server", "rssMaxMb", "… of so many MB", SOAK),
          demand("Soak-server", "rss slope, MB/h, low", "… low end of its 95 % interval", SOAK),
          demand("Soak-server", "rss slope, MB/h, high", "… high end", SOAK),
          figure("Soak-server", "directSlopeMbPerHour", "… slope of direct memory, MB/h", SOAK),
          figure("Soak-server", "threadsSlopePerHour", "… slope of threads, per hour", SOAK),
          figure("Soak-server", "filesSlopePerHour", "… slope of open files, per hour", SOAK),
          demand("Soak", "in flight", "… in flight afterwards", SOAK));

  private ReportRows() {}

  /**
   * A row.
   *
   * @param result the name of the result that has the figure
   * @param figure its name in the figures, or how its check's {@code what} begins
   * @param demanded whether it is a check's
   * @param label of the row, with placeholders
   * @param command that shows it
   */
  private record Row(
      String result, String figure, boolean demanded, String label, String command) {}

  private static Row demand(String result, String check, String label, String command) {
    return new Row(result, check, true, label, command);
  }

  private static Row figure(String result, String figure, String label, String command) {
    return new Row(result, figure, false, label, command);
  }

  /**
   * The table as Markdown. Rows that were not measured are left out; a check that was not met is
   * marked.
   *
   * @param results by name
   */
  static String markdown(Map<String, JsonNode> results) {
    StringBuilder table =
        new StringBuilder("| | seen | demanded | command in `loadtest/` |\n|---|---|---|---|\n");
    for (Row row : ROWS) {
      JsonNode result = results.get(row.result);
      if (result != null) {
        line(row, result).ifPresent(table::append);
      }
    }
    return table.toString();
  }

  private static Optional<String> line(Row row, JsonNode result) {
    if (!row.demanded) {
      JsonNode figure = result.path("figures").path(row.figure);
      return Optional.of(line(row, label(row, result, ""), number(figure), ""));
    }
    return StreamSupport.stream(result.path("checks").spliterator(), false)
        .filter(check -> check.path(CHECK).asText().startsWith(row.figure))
        .findFirst()
        .map(
            check ->
                line(
                    row,
                    label(row, result, check.path(CHECK).asText()),
                    number(check.path("value"))
                        + (check.path("met").asBoolean() ? "" : " (not met)"),
                    (check.path("relation").asText().equals(">=") ? "≥ " : "≤ ")
                        + number(check.path("bound"))));
  }

  private static String line(Row row, String label, String seen, String demanded) {
    return String.format("| %s | %s | %s | `%s` |%n", label, seen, demanded, row.command);
  }

  private static String label(Row row, JsonNode result, String check) {
    return PLACEHOLDER
        .matcher(row.label)
        .replaceAll(
            (MatchResult found) ->
                found.group(1).equals(CHECK)
                    ? check
                    : number(result.path("figures").path(found.group(1))));
  }

  /** Three digits: measurements like these are not more exact. */
  private static String number(JsonNode value) {
    if (!value.isNumber()) {
      return "none";
    }
    double number = value.asDouble();
    if (Math.abs(number) >= 100 || number == Math.rint(number)) {
      return String.format(Locale.ROOT, "%.0f", number);
    }
    return String.format(Locale.ROOT, Math.abs(number) < 10 ? "%.2f" : "%.1f", number);
  }
}
