package dev.retinagate.telemetry;

import io.vertx.core.json.JsonObject;

/** A report of {@link Health} in one line, for people. */
public final class HealthLine {

  private HealthLine() {}

  /**
   * The line of a report.
   *
   * @throws NullPointerException if it lacks a field, as another server's answer does
   * @throws ClassCastException if a field is of another type
   */
  public static String of(JsonObject report) {
    JsonObject workers = report.getJsonObject("workers");
    JsonObject admission = report.getJsonObject("admission");
    return "%s: %s, %d of %d workers busy, %d wedged, %d of %d permits taken"
        .formatted(
            report.getString("status"),
            report.getString("model"),
            workers.getInteger("busy"),
            workers.getInteger("total"),
            workers.getInteger("wedged"),
            admission.getInteger("inFlight"),
            admission.getInteger("permits"));
  }
}
