package dev.retinagate.http.deepstack;

import dev.retinagate.detection.Box;
import dev.retinagate.detection.Detection;
import dev.retinagate.detection.Detections;
import dev.retinagate.detection.StageTimes;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** Detections as camera software reads them: best first, boxes in whole pixels. Pure. */
final class PredictionsJson {

  private static final int OK = 200;
  private static final double CONFIDENCE_STEPS = 1e6;

  private PredictionsJson() {}

  /**
   * The answer for one picture. The times are whole milliseconds: of the network, of all the work,
   * and from the request's headers to the answer.
   */
  static JsonObject answer(String command, Detections found, long totalNanos) {
    StageTimes times = found.times();
    JsonArray predictions = new JsonArray();
    found.found().forEach(one -> predictions.add(prediction(one, found)));
    return new JsonObject()
        .put("success", true)
        .put("count", predictions.size())
        .put("message", message(found.found()))
        .put("predictions", predictions)
        .put("inferenceMs", millis(times.totalNanos() - times.decodeNanos()))
        .put("processMs", millis(times.totalNanos()))
        .put("analysisRoundTripMs", millis(totalNanos))
        .put("code", OK)
        .put("command", command)
        .put("moduleName", "Retinagate")
        .put("executionProvider", "CPU");
  }

  private static String message(List<Detection> found) {
    if (found.isEmpty()) {
      return "No objects found";
    }
    return found.stream()
        .map(Detection::label)
        .distinct()
        .collect(Collectors.joining(", ", "Found ", ""));
  }

  /** The pixels that the box touches, within the picture. */
  private static JsonObject prediction(Detection one, Detections in) {
    Box box = one.box();
    return new JsonObject()
        .put("label", one.label())
        .put("confidence", Math.round(one.score() * CONFIDENCE_STEPS) / CONFIDENCE_STEPS)
        .put("x_min", pixel(box.x(), in.imageWidth()))
        .put("y_min", pixel(box.y(), in.imageHeight()))
        .put("x_max", pixel(box.x() + box.width(), in.imageWidth()))
        .put("y_max", pixel(box.y() + box.height(), in.imageHeight()));
  }

  private static int pixel(double edge, int side) {
    return (int) Math.max(0, Math.min(side, Math.round(edge)));
  }

  private static long millis(long nanos) {
    return TimeUnit.NANOSECONDS.toMillis(nanos);
  }
}
