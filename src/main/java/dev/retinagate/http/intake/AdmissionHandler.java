package dev.retinagate.http.intake;

import dev.retinagate.config.Config;
import dev.retinagate.detection.DetectionQuery;
import dev.retinagate.detection.Labels;
import dev.retinagate.detection.ModelDescription;
import dev.retinagate.http.detect.DetectParameters;
import dev.retinagate.http.detect.Negotiation;
import dev.retinagate.http.detect.Output;
import dev.retinagate.http.problem.FailedRequest;
import dev.retinagate.http.problem.Failure;
import dev.retinagate.http.problem.LingeringClose;
import dev.retinagate.http.reply.ContentLength;
import dev.retinagate.http.reply.RequestState;
import dev.retinagate.worker.Dispatcher;
import io.vertx.core.Handler;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Decides at the headers, before a byte of the body is read: its length, its type, the parameters,
 * and last whether there is a place. Only then is a client that waits told to send the body.
 */
public final class AdmissionHandler implements Handler<RoutingContext> {

  /** What curl's --data-binary declares unless told otherwise; it says nothing about the bytes. */
  private static final String CURL_DEFAULT = "application/x-www-form-urlencoded";

  private final Config config;
  private final Labels labels;
  private final DetectionQuery byDefault;
  private final AdmissionControl gate;
  private final Dispatcher dispatcher;

  public AdmissionHandler(
      Config config, ModelDescription model, AdmissionControl gate, Dispatcher dispatcher) {
    this.config = config;
    this.labels = model.labels();
    this.byDefault =
        DetectionQuery.of(
            config.detection().threshold().orElse(model.threshold()), config.detection().max());
    this.gate = gate;
    this.dispatcher = dispatcher;
  }

  @Override
  public void handle(RoutingContext ctx) {
    try {
      admit(ctx);
    } catch (FailedRequest failed) {
      ctx.fail(failed);
      return;
    }
    ctx.next();
  }

  private void admit(RoutingContext ctx) throws FailedRequest {
    HttpServerRequest request = ctx.request();
    long length = ContentLength.of(request);
    checkBody(request, length);
    DetectParameters asked = DetectParameters.parse(query(request), labels, byDefault);
    Output output = Negotiation.choose(request.getHeader(HttpHeaders.ACCEPT), asked.annotate());

    boolean form = isForm(request.getHeader(HttpHeaders.CONTENT_TYPE));
    long begunNanos = System.nanoTime();
    Optional<Duration> timeout = RequestTimeout.of(request);
    Duration byDefaultDeadline = config.deadline().byDefault();
    AdmissionControl.Entry entry =
        gate.enter(
            RequestMemory.first(form),
            timeout.filter(t -> t.compareTo(byDefaultDeadline) < 0).orElse(byDefaultDeadline));
    Exchange exchange =
        new Exchange(
            asked.query(),
            output,
            begunNanos,
            timeout
                .map(t -> OptionalLong.of(begunNanos + t.toNanos()))
                .orElse(OptionalLong.empty()),
            entry.ticket(),
            new RequestMemory(entry.reservation(), form),
            length,
            config.uploads().maxBodyBytes());
    exchange.attach(ctx);
    ctx.addEndHandler(
        ended -> {
          exchange.end();
          if (ended.failed()) {
            exchange.jobs().forEach(dispatcher::cancel);
          }
        });
    if (LingeringClose.isContinueExpected(request)) {
      RequestState.of(ctx).continueSent();
      ctx.response().writeContinue();
    }
  }

  private void checkBody(HttpServerRequest request, long length) throws FailedRequest {
    if (length > config.uploads().maxBodyBytes()) {
      throw new FailedRequest(new Failure.BodyTooLarge(config.uploads().maxBodyBytes()));
    }
    boolean none =
        length == ContentLength.UNKNOWN
            && request.version() != HttpVersion.HTTP_2
            && request.getHeader(HttpHeaders.TRANSFER_ENCODING) == null;
    if (length == 0 || none) {
      throw new FailedRequest(
          new Failure.NoPicture(
              "The request has no body. Send a picture as the body, or as a file part of multipart/form-data."));
    }
    String type = request.getHeader(HttpHeaders.CONTENT_TYPE);
    if (type != null && !mayBePicture(type)) {
      throw new FailedRequest(new Failure.NotAPictureType(type));
    }
    if (isForm(type) && !type.toLowerCase(Locale.ROOT).contains("boundary=")) {
      throw new FailedRequest(
          new Failure.MalformedRequest("The multipart/form-data content type lacks its boundary."));
    }
  }

  /** Which format it is, the bytes tell; what says of itself to be something else is not read. */
  private static boolean mayBePicture(String contentType) {
    String type = contentType.strip().toLowerCase(Locale.ROOT);
    return type.isEmpty()
        || type.startsWith("image/")
        || type.startsWith("application/octet-stream")
        || type.startsWith(CURL_DEFAULT)
        || isForm(type);
  }

  static boolean isForm(String contentType) {
    return contentType != null
        && contentType.strip().toLowerCase(Locale.ROOT).startsWith("multipart/form-data");
  }

  private static MultiMap query(HttpServerRequest request) throws FailedRequest {
    try {
      return request.params();
    } catch (IllegalArgumentException e) {
      throw new FailedRequest(
          new Failure.BadParameter("The query cannot be decoded: a '%' needs two hex digits."));
    }
  }
}
