package dev.retinagate.http.rekognition;

import dev.retinagate.config.Config;
import dev.retinagate.detection.DetectionQuery;
import dev.retinagate.detection.Detections;
import dev.retinagate.detection.ServedModels;
import dev.retinagate.http.access.PendingSignature;
import dev.retinagate.http.access.SignatureVerifier;
import dev.retinagate.http.form.FormLimits;
import dev.retinagate.http.form.JsonPictureReader;
import dev.retinagate.http.intake.Answer;
import dev.retinagate.http.intake.Answered;
import dev.retinagate.http.intake.BodyFormat;
import dev.retinagate.http.intake.DetectionRequest;
import dev.retinagate.http.intake.Protocol;
import dev.retinagate.http.intake.UploadedForm;
import dev.retinagate.http.problem.ErrorForm;
import dev.retinagate.http.problem.FailedRequest;
import dev.retinagate.http.problem.Failure;
import dev.retinagate.http.problem.ProblemType;
import dev.retinagate.http.reply.Quotation;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * {@code POST /} with {@code X-Amz-Target: RekognitionService.DetectLabels}. The picture comes in
 * the JSON of the body, in base64. Other requests to {@code /} are not of this protocol.
 */
public final class RekognitionProtocol implements Protocol {

  private static final String TARGET = "X-Amz-Target";
  private static final String SERVICE = "rekognition";
  private static final String DETECT_LABELS = "RekognitionService.DetectLabels";

  /** Amazon's bound of the picture in a request: 5 MiB, decoded. */
  static final int MAX_PICTURE_BYTES = 5 << 20;

  /** The largest picture in base64 has 6,990,508 bytes. The rest is for escapes and the JSON. */
  static final long MAX_BODY_BYTES = 7L << 20;

  private final ServedModels models;
  private final LabelTree tree = LabelTree.load();
  private final DetectionQuery everything;
  private final Optional<SignatureVerifier> verifier;
  private final boolean closed;

  /**
   * The protocol for the first of a node's models.
   *
   * @param config how many instances an answer may have, all labels together, and whether requests
   *     have to be signed
   * @param clock the time of day
   */
  public RekognitionProtocol(ServedModels models, Config config, InstantSource clock) {
    this.models = models;
    this.everything = DetectionQuery.of(0, config.detection().max());
    Config.Rekognition access = config.rekognition();
    this.verifier =
        access
            .accessKeys()
            .map(keys -> new SignatureVerifier(keys, SERVICE, access.region(), clock));
    this.closed = config.keys().file().isPresent() && verifier.isEmpty();
  }

  /** Amazon's SDKs sign requests and send no keys. */
  @Override
  public boolean signsRequests() {
    return true;
  }

  @Override
  public List<String> paths() {
    return List.of("/");
  }

  @Override
  public boolean takes(HttpServerRequest request) {
    return HttpMethod.POST.equals(request.method()) && request.headers().contains(TARGET);
  }

  @Override
  public long maxBodyBytes(long configured) {
    return Math.min(configured, MAX_BODY_BYTES);
  }

  /** What is wanted stands in the body: until then, everything is. */
  @Override
  public DetectionRequest parse(HttpServerRequest request) throws FailedRequest {
    String target = request.getHeader(TARGET);
    if (!target.equals(DETECT_LABELS)) {
      throw new FailedRequest(
          new Failure.OfProtocol(
              ProblemType.BAD_PARAMETER,
              RekognitionErrors.UNKNOWN_OPERATION,
              Quotation.of(target) + " is not an operation here; there is " + DETECT_LABELS + "."));
    }
    if (closed) {
      throw new FailedRequest(
          new Failure.OfProtocol(
              ProblemType.NOT_AUTHENTICATED,
              RekognitionErrors.ACCESS_DENIED,
              "This node asks for API keys, and has no access keys to check signatures with. Whoever runs it has to set rekognition.credentials."));
    }
    Optional<Object> signature =
        verifier.isPresent() ? Optional.of(signature(verifier.get(), request)) : Optional.empty();
    return new DetectionRequest(0, everything, Optional.empty(), signature);
  }

  private static PendingSignature signature(SignatureVerifier verifier, HttpServerRequest request)
      throws FailedRequest {
    return verifier.check(
        request.headers(),
        Optional.ofNullable(request.authority()).map(Object::toString),
        request.query());
  }

  @Override
  public BodyFormat bodyFormat(HttpServerRequest request, FormLimits limits) {
    BodyFormat json =
        sink ->
            new JsonPictureReader(
                "Image", "Bytes", MAX_PICTURE_BYTES, limits.maxFieldBytes(), sink);
    return verifier.isPresent() ? sink -> new HashedBody(json.reader(sink), sink) : json;
  }

  @Override
  public DetectionRequest complete(DetectionRequest atHeaders, UploadedForm form)
      throws FailedRequest {
    if (atHeaders.wish().orElse(null) instanceof PendingSignature signature) {
      signature.verify(form.fields().get(HashedBody.FIELD));
    }
    LabelsWish wish =
        LabelsWishJson.parse(
            form.fields().get(JsonPictureReader.FIELD), !form.pictures().isEmpty());
    return new DetectionRequest(
        atHeaders.model(),
        new DetectionQuery(
            (float) (wish.minConfidence() / LabelsJson.PERCENT),
            everything.max(),
            wish.filters().classes(models.get(0).labels(), tree)),
        Optional.empty(),
        Optional.of(wish));
  }

  @Override
  public Answer answer(Answered answered) {
    Detections found = answered.outcomes().get(0).done().orElseThrow().detections();
    LabelsWish wish = (LabelsWish) answered.request().wish().orElseThrow();
    return new Answer(
        RekognitionErrors.MEDIA_TYPE,
        LabelsJson.answer(models.get(0).name(), found, wish, tree).toBuffer(),
        Map.of(RekognitionErrors.REQUEST_ID, answered.requestId()));
  }

  @Override
  public ErrorForm errorForm() {
    return RekognitionErrors.FORM;
  }
}
