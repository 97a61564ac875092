package dev.retinagate.image;

import dev.retinagate.detection.Box;
import dev.retinagate.detection.Detection;
import dev.retinagate.detection.DetectionQuery;
import dev.retinagate.detection.Detections;
import dev.retinagate.detection.Scene;
import dev.retinagate.detection.StageTimes;
import io.vertx.core.json.JsonObject;
import java.util.List;

/** What the server writes beside the boxes of an answer; for tests of the page. */
public final class DrawnTexts {

  private DrawnTexts() {}

  /** The labels of an answer without rules, best first. */
  public static List<String> of(JsonObject answer) {
    List<Detection> found =
        answer.getJsonArray("detections").stream()
            .map(JsonObject.class::cast)
            .map(
                one ->
                    new Detection(
                        one.getInteger("classId"),
                        one.getString("label"),
                        one.getFloat("score"),
                        new Box(0, 0, 1, 1)))
            .toList();
    Scene scene =
        Scene.of(
            DetectionQuery.of(0, found.size() + 1),
            new Detections(1, 1, found, new StageTimes(0, 0, 0, 0)));
    Legend legend = new Legend(scene);
    return found.stream().map(legend::text).toList();
  }
}
