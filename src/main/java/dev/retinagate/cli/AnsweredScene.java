package dev.retinagate.cli;

import dev.retinagate.detection.Assessment;
import dev.retinagate.detection.Box;
import dev.retinagate.detection.Detection;
import dev.retinagate.detection.Detections;
import dev.retinagate.detection.Rule;
import dev.retinagate.detection.Scene;
import dev.retinagate.detection.StageTimes;
import dev.retinagate.detection.Zone;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads a node's answer as the scene that it tells of, as far as a scene is drawn. Pure. */
final class AnsweredScene {

  private static final JsonArray NONE = new JsonArray();

  /** Not in the answer, and not drawn. */
  private static final StageTimes NO_TIMES = new StageTimes(0, 0, 0, 0);

  private AnsweredScene() {}

  /**
   * The scene.
   *
   * @param answer of {@code POST /detect}
   * @param zones of the request
   * @throws RuntimeException if a field is missing or of another type
   */
  static Scene of(JsonObject answer, List<Zone> zones) {
    JsonObject image = answer.getJsonObject("image");
    return new Scene(
        new Detections(
            image.getInteger("width"),
            image.getInteger("height"),
            detections(answer.getJsonArray("detections")),
            NO_TIMES),
        Optional.ofNullable(answer.getJsonObject("assessment")).map(AnsweredScene::assessment),
        zones);
  }

  private static Assessment assessment(JsonObject assessment) {
    List<Assessment.Intruder> intruders =
        detections(assessment.getJsonArray("intruders", NONE)).stream()
            .map(one -> new Assessment.Intruder(one, forbids(one)))
            .toList();
    return new Assessment(intruders, List.of(), List.of());
  }

  /** Which zone and threshold the rule has is not drawn. */
  private static Rule forbids(Detection intruder) {
    return new Rule(Rule.Kind.FORBID, intruder.classId(), intruder.label(), 1, 0, Optional.empty());
  }

  private static List<Detection> detections(JsonArray all) {
    List<Detection> detections = new ArrayList<>();
    for (int i = 0; i < all.size(); i++) {
      JsonObject one = all.getJsonObject(i);
      JsonObject box = one.getJsonObject("box");
      detections.add(
          new Detection(
              one.getInteger("classId"),
              one.getString("label"),
              one.getFloat("score"),
              new Box(
                  box.getFloat("x"),
                  box.getFloat("y"),
                  box.getFloat("width"),
                  box.getFloat("height"))));
    }
    return detections;
  }
}
