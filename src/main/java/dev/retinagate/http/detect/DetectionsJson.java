package dev.retinagate.http.detect;

import dev.retinagate.detection.Box;
import dev.retinagate.detection.Detection;
import dev.retinagate.detection.Detections;
import dev.retinagate.detection.PictureException;
import dev.retinagate.detection.Scene;
import dev.retinagate.detection.StageTimes;
import dev.retinagate.http.problem.Failure;
import dev.retinagate.http.problem.Problem;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;

/** Detections as JSON, the same over HTTP and on the command line. Pure. */
public final class DetectionsJson {

  private static final double SCORE_STEPS = 1e6;
  private static final double PIXEL_STEPS = 1e2;
  private static final double MILLI_STEPS = 1e3;
  private static final double NANOS_PER_MILLI = 1e6;

  private DetectionsJson() {}

  /**
   * What was found in one picture: model, image, detections, assessment if there are rules, timing.
   * {@code inferenceMs} is all that follows decoding: preparing the input, the network, and what
   * its output needs.
   *
   * @param model name of the model that looked
   * @param scene what it saw, and what the rules say of it
   * @param receiveNanos from the request's headers to the last byte of its body; 0 without an
   *     upload
   * @param queuedNanos how long the picture waited for a worker
   * @param totalNanos from the request's headers to the answer, {@code receiveNanos} included
   */
  public static JsonObject answer(
      String model, Scene scene, long receiveNanos, long queuedNanos, long totalNanos) {
    Detections found = scene.answer();
    StageTimes times = found.times();
    JsonObject answer =
        new JsonObject()
            .put("model", model)
            .put(
                "image",
                new JsonObject()
                    .put("width", found.imageWidth())
                    .put("height", found.imageHeight()))
            .put("detections", detections(found.found()));
    scene.assessment().ifPresent(assessed -> answer.put("assessment", AssessmentJson.of(assessed)));
    return answer.put(
        "timing",
        new JsonObject()
            .put("receiveMs", millis(receiveNanos))
            .put("queueMs", millis(queuedNanos))
            .put("decodeMs", millis(times.decodeNanos()))
            .put("inferenceMs", millis(times.totalNanos() - times.decodeNanos()))
            .put("totalMs", millis(totalNanos)));
  }

  /** The detections alone. */
  public static JsonArray detections(List<Detection> found) {
    JsonArray array = new JsonArray();
    for (Detection one : found) {
      array.add(detection(one));
    }
    return array;
  }

  static JsonObject detection(Detection one) {
    Box box = one.box();
    return new JsonObject()
        .put("label", one.label())
        .put("classId", one.classId())
        .put("score", round(one.score(), SCORE_STEPS))
        .put(
            "box",
            new JsonObject()
                .put("x", round(box.x(), PIXEL_STEPS))
                .put("y", round(box.y(), PIXEL_STEPS))
                .put("width", round(box.width(), PIXEL_STEPS))
                .put("height", round(box.height(), PIXEL_STEPS)));
  }

  /** A refused picture as the problem that POST /detect answers. */
  public static JsonObject problem(PictureException refusal, String requestId) {
    return Problem.of(new Failure.BadPicture(refusal.reason(), refusal.getMessage()))
        .toJson(requestId);
  }

  private static double millis(long nanos) {
    return round(nanos / NANOS_PER_MILLI, MILLI_STEPS);
  }

  private static double round(double value, double steps) {
    return Math.round(value * steps) / steps;
  }
}
