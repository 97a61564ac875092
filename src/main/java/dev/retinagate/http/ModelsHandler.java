package dev.retinagate.http;

import dev.retinagate.config.Config;
import dev.retinagate.detection.ModelDescription;
import dev.retinagate.detection.ServedModels;
import dev.retinagate.http.detect.DetectParameters;
import dev.retinagate.http.form.FormLimits;
import dev.retinagate.http.reply.Replies;
import dev.retinagate.image.PictureLimits;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.util.LinkedHashMap;

/**
 * {@code GET /models}: the served models, the default first, with labels and origin, and the limits
 * of a request.
 */
final class ModelsHandler implements Handler<RoutingContext> {

  private final ServedModels models;
  private final Config config;
  private volatile Buffer body;

  ModelsHandler(ServedModels models, Config config) {
    this.models = models;
    this.config = config;
    describe();
    models.onExchange(this::describe);
  }

  private void describe() {
    JsonArray described = new JsonArray();
    models.all().forEach(model -> described.add(described(model)));
    body =
        new JsonObject()
            .put("models", described)
            .put("limits", limits(models.get(0), config))
            .toBuffer();
  }

  private static JsonObject described(ModelDescription model) {
    return new JsonObject()
        .put("name", model.name())
        .put("family", model.family())
        .put("precision", model.precision())
        .put("isa", model.isa())
        .put("input", new JsonObject(model.input()))
        .put("threshold", model.threshold())
        .put("maxDetections", DetectParameters.maxDetections(model))
        .put("iou", model.thresholds().iou())
        .put("labels", new JsonArray(model.labelNames()))
        .put("checksums", new JsonObject(new LinkedHashMap<>(model.checksums())))
        .put("provenance", new JsonObject(new LinkedHashMap<>(model.provenance())));
  }

  /** What a client has to keep to; {@code /docs} shows these figures instead of the defaults. */
  private static JsonObject limits(ModelDescription first, Config config) {
    FormLimits form = FormLimits.ofPictures(config.uploads().maxParts());
    return new JsonObject()
        .put("maxBodyBytes", config.uploads().maxBodyBytes())
        .put("maxHeaderBytes", config.connections().maxHeaderBytes())
        .put("maxPixels", config.picture().maxPixels())
        .put("minSide", PictureLimits.MIN_SIDE)
        .put("maxWork", config.picture().maxWork())
        .put("maxPictures", form.maxPictures())
        .put("maxFields", form.maxFields())
        .put("maxFieldBytes", form.maxFieldBytes())
        .put("maxFieldsBytes", form.maxBytesOfAllFields())
        .put("maxPartHeaderBytes", form.maxPartHeaderBytes())
        .put("maxDetections", DetectParameters.maxDetections(first))
        .put("deadlineMs", config.deadline().byDefault().toMillis())
        .put("stallTimeoutMs", config.uploads().stallTimeout().toMillis())
        .put("transferTimeoutMs", config.uploads().transferTimeout().toMillis());
  }

  @Override
  public void handle(RoutingContext ctx) {
    Replies.send(ctx, Replies.JSON, body);
  }
}
