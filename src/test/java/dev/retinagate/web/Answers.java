package dev.retinagate.web;

import dev.retinagate.web.StubGateway.Reply;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;

/** Pictures and the canned answers to them. */
final class Answers {

  static final Path PICTURES = Path.of("src/test/resources/pictures");
  static final Path ASTRONAUT = PICTURES.resolve("astronaut.jpg");
  static final Path COFFEE = PICTURES.resolve("coffee.jpg");
  static final Path COFFEE_TURNED = PICTURES.resolve("coffee-exif6.jpg");

  /** Width and height of both coffee pictures, upright. */
  static final int COFFEE_WIDTH = 600;

  static final int COFFEE_HEIGHT = 400;

  /** How many classes {@link #crowd} goes round. */
  static final int CLASSES = 24;

  static final double[] CUP = {173, 37, 292, 262};
  static final double[] SPOON = {390.5, 209.25, 90, 80.5};

  /**
   * A person whom the answer to {@link #coffeeWithAnIntruderLeftOut} has among its intruders only.
   */
  static final double[] LEFT_OUT = {420, 20, 120, 120};

  private Answers() {}

  /**
   * A cup and, inside its box, a spoon; a second cup and a bowl that only a low threshold shows.
   */
  static Reply coffee() {
    return Reply.json(coffeeAnswer());
  }

  /**
   * The same with what rules make of it: the first cup and the bowl are intruders in the yard, two
   * spoons are missing, and people are counted.
   */
  static Reply coffeeThatAlerts() {
    JsonObject answer = coffeeAnswer();
    JsonArray found = answer.getJsonArray("detections");
    return Reply.json(
        answer.put(
            "assessment",
            new JsonObject()
                .put("alert", true)
                .put(
                    "intruders",
                    new JsonArray()
                        .add(found.getJsonObject(0).copy().put("zone", "yard"))
                        .add(found.getJsonObject(3).copy().put("zone", "yard")))
                .put(
                    "missing",
                    new JsonArray()
                        .add(
                            new JsonObject()
                                .put("label", "spoon")
                                .put("expected", 3)
                                .put("found", 1)))
                .put(
                    "counts",
                    new JsonArray().add(new JsonObject().put("label", "person").put("count", 0)))));
  }

  /** The same with an intruder that is beyond {@code max}, forbidden by two rules. */
  static Reply coffeeWithAnIntruderLeftOut() {
    JsonObject person = detection("person", 0, 0.03, LEFT_OUT);
    return Reply.json(
        coffeeAnswer()
            .put(
                "assessment",
                new JsonObject()
                    .put("alert", true)
                    .put(
                        "intruders",
                        new JsonArray().add(person.copy().put("zone", "yard")).add(person))
                    .put("missing", new JsonArray())
                    .put("counts", new JsonArray())));
  }

  /** The same where nothing is against the rules. */
  static Reply coffeeAsItShouldBe() {
    return Reply.json(
        coffeeAnswer()
            .put(
                "assessment",
                new JsonObject()
                    .put("alert", false)
                    .put("intruders", new JsonArray())
                    .put("missing", new JsonArray())
                    .put("counts", new JsonArray())));
  }

  private static JsonObject coffeeAnswer() {
    return answer(
        COFFEE_WIDTH,
        COFFEE_HEIGHT,
        detection("cup", 41, 0.842, CUP),
        detection("spoon", 44, 0.613, SPOON),
        detection("cup", 41, 0.31, 20, 200, 150, 150),
        detection("bowl", 45, 0.07, 120, 60, 380, 300));
  }

  /** One object in the lower right quarter of the scene of {@link TurnedPictures}. */
  static Reply lowerRightQuarter() {
    int width = TurnedPictures.WIDTH;
    int height = TurnedPictures.HEIGHT;
    double[] box = {width / 2.0, height / 2.0, width / 2.0, height / 2.0};
    return Reply.json(answer(width, height, detection("cup", 41, 0.842, box)));
  }

  /** Nothing at all. */
  static Reply nothing() {
    return Reply.json(answer(COFFEE_WIDTH, COFFEE_HEIGHT));
  }

  /** So many boxes over one another that not every label finds a place. */
  static Reply crowd(int count) {
    JsonObject[] detections = new JsonObject[count];
    for (int i = 0; i < count; i++) {
      double x = (i * 37) % 500;
      double y = (i * 53) % 320;
      detections[i] =
          detection("class " + i % CLASSES, i % CLASSES, 0.99 - i * 0.003, x, y, 90, 70);
    }
    return Reply.json(answer(COFFEE_WIDTH, COFFEE_HEIGHT, detections));
  }

  private static JsonObject answer(int width, int height, JsonObject... detections) {
    JsonArray found = new JsonArray();
    for (JsonObject detection : detections) {
      found.add(detection);
    }
    return new JsonObject()
        .put("requestId", "7d1f0c521b7e")
        .put("model", "nanodet-g")
        .put("image", new JsonObject().put("width", width).put("height", height))
        .put("detections", found)
        .put(
            "timing",
            new JsonObject()
                .put("receiveMs", 12_000.0)
                .put("queueMs", 0.4)
                .put("decodeMs", 3.1)
                .put("inferenceMs", 46.0)
                .put("totalMs", 12_051.2));
  }

  private static JsonObject detection(String label, int classId, double score, double... box) {
    return new JsonObject()
        .put("label", label)
        .put("classId", classId)
        .put("score", score)
        .put(
            "box",
            new JsonObject()
                .put("x", box[0])
                .put("y", box[1])
                .put("width", box[2])
                .put("height", box[3]));
  }
}
