package dev.retinagate.http.deepstack;

import dev.retinagate.config.Numbers;
import dev.retinagate.detection.DetectionQuery;
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

/**
 * {@code POST /v1/vision/detection}, and the same for the served model by its name at {@code
 * /v1/vision/custom/NAME}. The picture is a part of a form, or the body. The clients ask first
 * which models there are, and whether the server is there.
 *
 * <p>The field {@code api_key} is the API key, where the node asks for keys. What the clients ask
 * first needs none.
 */
public final class DeepstackProtocol implements Protocol {

  private static final String DETECTION = "/v1/vision/detection";
  private static final String CUSTOM = "/v1/vision/custom/";
  private static final String MIN_CONFIDENCE = "min_confidence";

  private final String model;
  private final DetectionQuery byDefault;

  /**
   * The protocol for one model.
   *
   * @param model its name
   * @param byDefault the query of a request without {@code min_confidence}
   */
  public DeepstackProtocol(String model, DetectionQuery byDefault) {
    this.model = model;
    this.byDefault = byDefault;
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
        json(new JsonObject().put("success", true).put("models", new JsonArray().add(model))),
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
      return asked(byDefault, "detect");
    }
    String wanted = request.path().substring(CUSTOM.length());
    if (!wanted.equals(model)) {
      throw new FailedRequest(new Failure.NoSuchModel(wanted, model));
    }
    return asked(byDefault, "custom");
  }

  /** The answer names the command. */
  private static DetectionRequest asked(DetectionQuery query, Object command) {
    return new DetectionRequest(query, Optional.empty(), Optional.of(command));
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
        DetectionQuery.of(confidence(text), byDefault.max()), atHeaders.wish().orElseThrow());
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
