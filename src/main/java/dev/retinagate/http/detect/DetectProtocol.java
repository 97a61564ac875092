package dev.retinagate.http.detect;

import dev.retinagate.config.Config;
import dev.retinagate.detection.ModelDescription;
import dev.retinagate.detection.Rule;
import dev.retinagate.detection.Scene;
import dev.retinagate.detection.ServedModels;
import dev.retinagate.http.intake.Answer;
import dev.retinagate.http.intake.Answered;
import dev.retinagate.http.intake.DetectionRequest;
import dev.retinagate.http.intake.Outcome;
import dev.retinagate.http.intake.Protocol;
import dev.retinagate.http.intake.UploadedForm;
import dev.retinagate.http.problem.ErrorForm;
import dev.retinagate.http.problem.FailedRequest;
import dev.retinagate.http.problem.Failure;
import dev.retinagate.http.problem.Problem;
import dev.retinagate.http.problem.ProblemJson;
import dev.retinagate.http.reply.Replies;
import dev.retinagate.worker.AnnotatedPicture;
import dev.retinagate.worker.JobResult;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** {@code POST /detect}: the query says what is wanted; JSON or an annotated picture answers. */
public final class DetectProtocol implements Protocol {

  private static final String DETECTIONS_HEADER = "X-Detections";
  private static final String ASSESSMENT_HEADER = "X-Assessment";

  /** The annotated picture's size as a multiple of the upright one's; left out where it is 1. */
  private static final String SCALE_HEADER = "X-Annotated-Scale";

  /** Longer headers are refused by common proxies. */
  private static final int MAX_JSON_HEADER_BYTES = 4096;

  private static final char LAST_ASCII = 126;

  /**
   * Most pictures of a form times its rules that forbid. Each such rule may find intruders by the
   * hundreds in each picture, and an event loop writes the answer in one turn.
   */
  static final int MAX_FORBIDDEN = 4 * RuleParameters.MAX_RULES;

  private final ServedModels models;
  private final Config.Detection defaults;

  /**
   * The protocol for the models of a node.
   *
   * @param defaults what a request asks for that says nothing else
   */
  public DetectProtocol(ServedModels models, Config.Detection defaults) {
    this.models = models;
    this.defaults = defaults;
  }

  @Override
  public List<String> paths() {
    return List.of("/detect");
  }

  @Override
  public DetectionRequest parse(HttpServerRequest request) throws FailedRequest {
    MultiMap query = query(request);
    int index = DetectParameters.model(query, models);
    ModelDescription model = models.get(index);
    DetectParameters parameters =
        DetectParameters.parse(
            query, model, model.defaultQuery(defaults.threshold(), defaults.max()));
    return new DetectionRequest(
        index,
        parameters.query(),
        Negotiation.annotation(request.getHeader(HttpHeaders.ACCEPT), parameters.annotate()));
  }

  private static MultiMap query(HttpServerRequest request) throws FailedRequest {
    try {
      return request.params();
    } catch (IllegalArgumentException e) {
      throw new FailedRequest(
          new Failure.BadParameter("The query cannot be decoded: a '%' needs two hex digits."));
    }
  }

  @Override
  public DetectionRequest complete(DetectionRequest atHeaders, UploadedForm form)
      throws FailedRequest {
    int pictures = form.pictures().size();
    if (pictures > 1 && atHeaders.annotation().isPresent()) {
      throw new FailedRequest(
          new Failure.BadParameter(
              "An annotated picture can be answered for one picture at a time; the form has "
                  + pictures
                  + "."));
    }
    long forbidding =
        atHeaders.query().rules().rules().stream()
            .filter(rule -> rule.kind() == Rule.Kind.FORBID)
            .count();
    if (pictures > 1 && pictures * forbidding > MAX_FORBIDDEN) {
      throw new FailedRequest(
          new Failure.BadParameter(
              "The form has %d pictures and forbids %d things; the product may be at most %d: send fewer pictures at a time."
                  .formatted(pictures, forbidding, MAX_FORBIDDEN)));
    }
    return atHeaders;
  }

  @Override
  public Answer answer(Answered answered) {
    if (answered.outcomes().size() > 1) {
      return json(results(answered), Map.of());
    }
    JobResult.Done done = answered.outcomes().get(0).done().orElseThrow();
    return done.annotated()
        .map(picture -> annotated(answered.request(), picture, done.scene()))
        .orElseGet(() -> json(result(answered, done), Map.of("Vary", "Accept")));
  }

  @Override
  public ErrorForm errorForm() {
    return ProblemJson.FORM;
  }

  private static Answer annotated(DetectionRequest request, AnnotatedPicture picture, Scene scene) {
    Map<String, String> headers = new HashMap<>();
    headers.put("Vary", "Accept");
    putJson(headers, DETECTIONS_HEADER, DetectionsJson.detections(scene.answer().found()).encode());
    scene
        .assessment()
        .ifPresent(
            assessed -> putJson(headers, ASSESSMENT_HEADER, AssessmentJson.of(assessed).encode()));
    if (picture.scale() != 1) {
      headers.put(SCALE_HEADER, String.valueOf((float) picture.scale()));
    }
    return new Answer(request.annotation().orElseThrow().mediaType(), picture.bytes(), headers);
  }

  /** Leaves out what does not fit. */
  static void putJson(Map<String, String> headers, String name, String json) {
    // Escapes only lengthen it, and an assessment may have megabytes.
    if (json.length() > MAX_JSON_HEADER_BYTES) {
      return;
    }
    String value = ascii(json);
    if (value.length() <= MAX_JSON_HEADER_BYTES) {
      headers.put(name, value);
    }
  }

  private JsonObject result(Answered answered, JobResult.Done done) {
    return new JsonObject().put("requestId", answered.requestId()).mergeIn(told(answered, done));
  }

  private JsonObject results(Answered answered) {
    JsonArray results = new JsonArray();
    for (Outcome outcome : answered.outcomes()) {
      JsonObject result = new JsonObject().put("name", outcome.name());
      outcome
          .failure()
          .ifPresent(
              failure -> result.put("problem", Problem.of(failure).toJson(answered.requestId())));
      outcome.done().ifPresent(done -> result.mergeIn(told(answered, done)));
      results.add(result);
    }
    return new JsonObject().put("requestId", answered.requestId()).put("results", results);
  }

  private JsonObject told(Answered answered, JobResult.Done done) {
    return DetectionsJson.answer(
        models.get(answered.request().model()).name(),
        done.scene(),
        answered.receiveNanos(),
        done.queuedNanos(),
        answered.totalNanos());
  }

  private static Answer json(JsonObject body, Map<String, String> headers) {
    return new Answer(Replies.JSON, body.toBuffer(), headers);
  }

  /** Headers are ASCII; JSON can say everything else in escapes. */
  private static String ascii(String json) {
    StringBuilder escaped = new StringBuilder(json.length());
    for (int i = 0; i < json.length(); i++) {
      char c = json.charAt(i);
      if (c > LAST_ASCII) {
        escaped.append("\\u%04x".formatted((int) c));
      } else {
        escaped.append(c);
      }
    }
    return escaped.toString();
  }
}
