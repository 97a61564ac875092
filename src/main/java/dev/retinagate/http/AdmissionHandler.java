package dev.retinagate.http;

import dev.retinagate.config.Config;
import dev.retinagate.detection.DetectionQuery;
import dev.retinagate.detection.Labels;
import dev.retinagate.detection.ModelDescription;
import dev.retinagate.worker.Dispatcher;
import io.vertx.core.Handler;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.RoutingContext;
import java.util.Locale;

/**
 * Decides at the headers, before a byte of the body is read: its length, its type, the parameters,
 * and last whether there is a place. Only then is a client that waits told to send the body.
 */
final class AdmissionHandler implements Handler<RoutingContext> {

  /** {@code HttpPostRequestDecoder.DEFAULT_DISCARD_THRESHOLD} of Netty 4.2. */
  private static final long FORM_DECODER_BYTES = 10 << 20;

  /** What curl's --data-binary declares unless told otherwise; it says nothing about the bytes. */
  private static final String CURL_DEFAULT = "application/x-www-form-urlencoded";

  private final Config config;
  private final Labels labels;
  private final DetectionQuery byDefault;
  private final Gate gate;
  private final Dispatcher dispatcher;

  AdmissionHandler(Config config, ModelDescription model, Gate gate, Dispatcher dispatcher) {
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

    Gate.Entry entry = gate.enter(bytesToReserve(request, length));
    if (entry instanceof Gate.Entry.Out refused) {
      throw new FailedRequest(refused.failure());
    }
    Gate.Entry.In in = (Gate.Entry.In) entry;
    Exchange exchange =
        new Exchange(
            asked.query(),
            output,
            System.nanoTime(),
            in.permit(),
            in.reservation(),
            new UploadBuffer(config.http().maxBodyBytes(), length, in.reservation()));
    exchange.attach(ctx);
    ctx.addEndHandler(
        ended -> {
          exchange.end();
          if (ended.failed()) {
            exchange.jobs().forEach(dispatcher::cancel);
          }
        });
    if (UnreadBody.isContinueExpected(request)) {
      UnreadBody.continued(ctx);
      ctx.response().writeContinue();
    }
  }

  /**
   * A form needs more than its own length: Netty's decoder keeps what it has read until it has read
   * a fixed amount, which cannot be changed through Vert.x.
   */
  private static long bytesToReserve(HttpServerRequest request, long length) {
    boolean form = isForm(request.getHeader(HttpHeaders.CONTENT_TYPE));
    if (length == ContentLength.UNKNOWN) {
      return form ? FORM_DECODER_BYTES : 0;
    }
    return form ? length + Math.min(length, FORM_DECODER_BYTES) : length;
  }

  private void checkBody(HttpServerRequest request, long length) throws FailedRequest {
    if (length > config.http().maxBodyBytes()) {
      throw new FailedRequest(new Failure.BodyTooLarge(config.http().maxBodyBytes()));
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
