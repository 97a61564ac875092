package dev.retinagate.http;

import dev.retinagate.detection.ModelDescription;
import dev.retinagate.http.reply.Replies;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.util.LinkedHashMap;

/** {@code GET /models}: the served model, its labels and its origin. */
final class ModelsHandler implements Handler<RoutingContext> {

  private final Buffer body;

  ModelsHandler(ModelDescription model) {
    JsonObject described =
        new JsonObject()
            .put("name", model.name())
            .put("family", model.family())
            .put("precision", model.precision())
            .put("input", new JsonObject(model.input()))
            .put("threshold", model.threshold())
            .put("labels", new JsonArray(model.labelNames()))
            .put("checksums", new JsonObject(new LinkedHashMap<>(model.checksums())))
            .put("provenance", new JsonObject(new LinkedHashMap<>(model.provenance())));
    body = new JsonObject().put("models", new JsonArray().add(described)).toBuffer();
  }

  @Override
  public void handle(RoutingContext ctx) {
    Replies.send(ctx, Replies.JSON, body);
  }
}
