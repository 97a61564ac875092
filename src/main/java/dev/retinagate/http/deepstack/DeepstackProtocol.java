package dev.retinagate.http.deepstack;

import dev.retinagate.config.Config;
import dev.retinagate.config.Numbers;
import dev.retinagate.detection.DetectionQuery;
import dev.retinagate.detection.ServedModels;
import dev.retinagate.http.intake.Answer;
import dev.retinagate.http.intake.Answered;
import dev.retinagate.http.intake.DetectionRequest;
import dev.retinagate.http.intake.Protocol;
import dev.retinagate.http.intake.UploadedForm;
import dev.retinagate.http.problem.ErrorForm;
import dev.retinagate.http.problem.FailedRequest;
import dev.retinagate.http.problem.Failure;
import dev.retinagate.http.reply.Replies;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * {@code POST /v1/vision/detection} for the first model, and the same for each served model by its
 * name at {@code /v1/vision/custom/NAME}. The picture is a part of a form, or the body. The clients
 * ask first which models there are, and whether the server is there.
 *
 * <p>The field {@code api_key} is the API key, where the node asks for keys. What the clients ask
 * first needs none.
 */
public final class DeepstackProtocol implements Protocol {

  private static final String DETECTION = "/v1/vision/detection";
  private static final String CUSTOM = "/v1/vision/custom/";
  private static final String MIN_CONFIDENCE = "min_confidence";

  private final ServedModels models;
  private final Config.Detection defaults;

  /**
   * The protocol for the models of a node.
   *
   * @param defaults what a request asks for that has no {@code min_confidence}
   */
  public DeepstackProtocol(ServedModels models, Config.Detection defaults) {
    this.models = models;
    this.defaults = defaults;
  }

  @Override
  public Optional<String> keyField() {
    return Optional.of("api_key");
  }

  @Override
  public List<String> paths() {
    return List.of(DETECTION, CUSTOM + ":model");
  }

  @Override
  public Map<String, Answer> fixedAnswers() {
    return Map.of(
        CUSTOM + "list",
        json(new JsonObject().put("success", true).put("models", new JsonArray(models.names()))),
        "/v1/status/ping",
        json(new JsonObject().put("success", true)),
        "/v1/status/updateavailable",
        json(
            new JsonObject()
                .put("success", true)
                .put("updateAvailable", false)
                .put("message", "Updates come with the packages of Retinagate.")));
  }

  @Override
  public Optional<String> realm() {
    return Optional.of("/v1/*");
  }

  @Override
  public DetectionRequest parse(HttpServerRequest request) throws FailedRequest {
    if (!request.path().startsWith(CUSTOM)) {
      return asked(0, "detect");
    }
    String wanted = request.path().substring(CUSTOM.length());
    OptionalInt model = models.find(wanted);
    if (model.isEmpty()) {
      throw new FailedRequest(new Failure.NoSuchModel(wanted, models.names()));
    }
    return asked(model.getAsInt(), "custom");
  }

  private DetectionRequest asked(int model, Object command) {
    return asked(
        model, models.get(model).defaultQuery(defaults.threshold(), defaults.max()), command);
  }

  /** The answer names the command. */
  private static DetectionRequest asked(int model, DetectionQuery query, Object command) {
    return new DetectionRequest(model, query, Optional.empty(), Optional.of(command));
  }

  @Override
  public DetectionRequest complete(DetectionRequest atHeaders, UploadedForm form)
      throws FailedRequest {
    if (form.pictures().size() > 1) {
      throw new FailedRequest(
          new Failure.BadParameter(
              "The form has %d pictures; send one, as the part 'image'."
                  .formatted(form.pictures().size())));
    }
    String text = form.fields().getOrDefault(MIN_CONFIDENCE, "").strip();
    if (text.isEmpty()) {
      return atHeaders;
    }
    return asked(
        atHeaders.model(),
        DetectionQuery.of(confidence(text), defaults.max()),
        atHeaders.wish().orElseThrow());
  }

  private static float confidence(String text) throws FailedRequest {
    return Numbers.share(text)
        .orElseThrow(() -> new FailedRequest(Failure.BadParameter.notAShare(MIN_CONFIDENCE, text)));
  }

  @Override
  public Answer answer(Answered answered) {
    return json(
        PredictionsJson.answer(
            (String) answered.request().wish().orElseThrow(),
            answered.outcomes().get(0).done().orElseThrow().detections(),
            answered.totalNanos()));
  }

  @Override
  public ErrorForm errorForm() {
    return DeepstackErrors.FORM;
  }

  private static Answer json(JsonObject body) {
    return new Answer(Replies.JSON, body.toBuffer(), Map.of());
  }
}
