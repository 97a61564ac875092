package dev.retinagate.telemetry;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.stream.Collectors;

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
            models(report),
            workers.getInteger("busy"),
            workers.getInteger("total"),
            workers.getInteger("wedged"),
            admission.getInteger("inFlight"),
            admission.getInteger("permits"));
  }

  /** All names; a node of an older version tells one. */
  private static String models(JsonObject report) {
    JsonArray models = report.getJsonArray("models", new JsonArray());
    return models.size() < 2
        ? report.getString("model")
        : models.stream()
            .map(model -> ((JsonObject) model).getString("name"))
            .collect(Collectors.joining(", "));
  }
}
