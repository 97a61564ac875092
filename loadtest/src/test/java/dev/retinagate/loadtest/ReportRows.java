package dev.retinagate.loadtest;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The README's table: the demands that the project makes of itself, and how they were met. */
final class ReportRows {

  /**
   * A row.
   *
   * @param result the name of the result that has the figure
   * @param check how its check's {@code what} begins
   * @param label what the row says
   * @param command that shows it
   */
  private record Row(String result, String check, String label, String command) {}

  private static final List<Row> ROWS =
      List.of(
          new Row(
              "throughput",
              "HTTP / bare loop",
              "Goodput over HTTP / bare loop of the same work in process",
              "throughput.sh"),
          new Row(
              "throughput",
              "HTTP / bare network",
              "Goodput over HTTP / network alone",
              "throughput.sh"),
          new Row("SteadyState", "p99", "70 % of capacity: p99, ms", "run.sh SteadyState"),
          new Row(
              "Overload",
              "goodput / peak",
              "10 × capacity for 60 s: goodput / peak",
              "run.sh Overload"),
          new Row("Overload", "503 p99", "… p99 of the 503s, ms", "run.sh Overload"),
          new Row("Overload", "accepted p99", "… p99 of the accepted, ms", "run.sh Overload"),
          new Row(
              "Overload",
              "FIFO",
              "… longest of the accepted, ms, against 2 × p50",
              "run.sh Overload"),
          new Row("Overload", "health p99", "… p99 of /health, ms", "run.sh Overload"),
          new Row(
              "Overload", "management p99", "… p99 of the management port, ms", "run.sh Overload"),
          new Row(
              "ClosedLoop-polite",
              "goodput",
              "64 clients who honour Retry-After: goodput / that of a few",
              "run.sh ClosedLoop -Dpolite=true"),
          new Row(
              "ClosedLoop-impatient",
              "goodput",
              "64 clients who come back at once: the same",
              "run.sh ClosedLoop -Dpolite=false"),
          new Row("crowd", "goodput", "… by wrk, which comes back faster", "crowd.sh"),
          new Row(
              "SlowClients",
              "goodput",
              "Beside 500 uploaders of 1 byte/s: goodput / without",
              "run.sh SlowClients"),
          new Row(
              "SlowClients", "longest", "… the longest of their uploads, s", "run.sh SlowClients"),
          new Row(
              "MixedSizes",
              "goodput",
              "Mixed sizes at 70 %: goodput / offered",
              "run.sh MixedSizes"),
          new Row("Drain", "broken", "SIGTERM under load: connections broken", "drain.sh"),
          new Row(
              "RollingRestart",
              "behind-balancer",
              "Rolling restart of three nodes: failed requests",
              "rolling-restart.sh"),
          new Row(
              "KillNode-balancer",
              "failed",
              "kill -9 of one of three nodes: failed, against in flight there",
              "kill-node.sh"),
          new Row(
              "Soak-server",
              "RSS",
              "Soak at 80 %: RSS slope, low end of its 95 % interval, KiB a minute",
              "run.sh Soak"));

  private ReportRows() {}

  /**
   * As Markdown. What was not measured is not there; what was not met says so.
   *
   * @param results by name
   */
  static String markdown(Map<String, JsonNode> results) {
    StringBuilder table =
        new StringBuilder("| | figure | demanded | command in `loadtest/` |\n|---|---|---|---|\n");
    for (Row row : ROWS) {
      if (results.containsKey(row.result)) {
        for (JsonNode check : results.get(row.result).at("/checks")) {
          if (check.at("/what").asText().startsWith(row.check)) {
            table.append(line(row, check));
            break;
          }
        }
      }
    }
    return table.toString();
  }

  private static String line(Row row, JsonNode check) {
    return String.format(
        Locale.ROOT,
        "| %s | %s%s | %s %s | `%s` |%n",
        row.label,
        number(check.at("/value")),
        check.at("/met").asBoolean() ? "" : " (not met)",
        check.at("/relation").asText().equals(">=") ? "≥" : "≤",
        number(check.at("/bound")),
        row.command);
  }

  /** Three digits, which is what measurements like these can tell. */
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
