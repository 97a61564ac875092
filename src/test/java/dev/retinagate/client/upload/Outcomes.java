package dev.retinagate.client.upload;

import dev.retinagate.client.Answer;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;

/** Made-up outcomes. */
final class Outcomes {

  static final Instant TIME = Instant.parse("2026-11-26T12:00:00Z");

  private Outcomes() {}

  /** A picture of a camera, and the answer's assessment; null for none. */
  static Outcome of(String camera, String id, JsonObject assessment) {
    JsonObject json =
        new JsonObject()
            .put("requestId", id)
            .put("image", new JsonObject().put("width", 640).put("height", 480))
            .put("detections", new JsonArray());
    if (assessment != null) {
      json.put("assessment", assessment);
    }
    return new Outcome(input(camera), new Answer(200, json, 0), null);
  }

  static Input input(String camera) {
    return Input.of(camera, camera, TIME, Buffer.buffer("picture"));
  }

  /** An assessment that alerts about these intruders. */
  static JsonObject intruders(String... labels) {
    JsonArray intruders = new JsonArray();
    for (String label : labels) {
      intruders.add(new JsonObject().put("label", label).put("score", 0.9));
    }
    return new JsonObject().put("alert", labels.length > 0).put("intruders", intruders);
  }

  static Outcome failed(String camera) {
    return new Outcome(input(camera), null, Fault.nodeAway("gone"));
  }
}
