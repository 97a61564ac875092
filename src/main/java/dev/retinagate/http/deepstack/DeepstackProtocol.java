package dev.retinagate.http.deepstack;

import dev.retinagate.detection.DetectionQuery;
import dev.retinagate.http.intake.Answer;
import dev.retinagate.http.intake.Answered;
import dev.retinagate.http.intake.DetectionRequest;
import dev.retinagate.http.intake.Protocol;
import dev.retinagate.http.intake.UploadedForm;
import dev.retinagate.http.problem.ErrorForm;
import dev.retinagate.http.problem.FailedRequest;
import dev.retinagate.http.problem.Failure;
import dev.retinagate.http.reply.Quotation;
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
 * <p>{@code api_key} is not read: whoever reaches the port may ask.
 */
public final class DeepstackProtocol implements Protocol {

  private static final String DETECTION = "/v1/vision/detection";
  private static final String CUSTOM = "/v1/vision/custom/";
  private static final String MIN_CONFIDENCE = "min_confidence";

  private final String path;
  private final String command;
  private final String model;
  private final DetectionQuery byDefault;

  private DeepstackProtocol(String path, String command, String model, DetectionQuery byDefault) {
    this.path = path;
    this.command = command;
    this.model = model;
    this.byDefault = byDefault;
  }

  /**
   * The protocol at all of its paths.
   *
   * @param model name of the served model
   * @param byDefault the query of a request without {@code min_confidence}
   */
  public static List<Protocol> of(String model, DetectionQuery byDefault) {
    return List.of(
        new DeepstackProtocol(DETECTION, "detect", model, byDefault),
        new DeepstackProtocol(CUSTOM + ":model", "custom", model, byDefault));
  }

  @Override
  public String path() {
    return path;
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
    if (request.path().startsWith(CUSTOM)) {
      String wanted = request.path().substring(CUSTOM.length());
      if (!wanted.equals(model)) {
        throw new FailedRequest(new Failure.NoSuchModel(Quotation.of(wanted), model));
      }
    }
    return new DetectionRequest(byDefault, Optional.empty());
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
    return new DetectionRequest(
        DetectionQuery.of(confidence(text), byDefault.max()), Optional.empty());
  }

  private static float confidence(String text) throws FailedRequest {
    try {
      float value = Float.parseFloat(text);
      if (value >= 0 && value <= 1) {
        return value;
      }
    } catch (NumberFormatException e) {
      // Told below, as for a number out of range.
    }
    throw new FailedRequest(
        new Failure.BadParameter(
            "'"
                + MIN_CONFIDENCE
                + "' is "
                + Quotation.of(text)
                + "; it has to be a number, 0..1."));
  }

  @Override
  public Answer answer(Answered answered) {
    return json(
        PredictionsJson.answer(
            command,
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
