package dev.retinagate.http.intake;

import dev.retinagate.config.Config;
import dev.retinagate.http.form.FormLimits;
import dev.retinagate.http.form.FormType;
import dev.retinagate.http.problem.FailedRequest;
import dev.retinagate.http.problem.Failure;
import dev.retinagate.http.problem.LingeringClose;
import dev.retinagate.http.reply.ContentLength;
import dev.retinagate.http.reply.RequestState;
import dev.retinagate.memory.PieceBuffer;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Checks a request before a byte of its body is read: first its API key, then the body's length and
 * coding, then the protocol's parameters, and last whether the upload may begin. Admission is last
 * because nothing would release its ticket and bytes if a later check failed. A client that waits
 * for {@code 100 Continue} gets it after all checks, so that it does not send a body in vain.
 */
final class AdmissionHandler implements Handler<RoutingContext> {

  private static final String IDENTITY = "identity";

  private final Protocol protocol;
  private final long maxBodyBytes;
  private final FormLimits formLimits;
  private final Duration deadline;
  private final AdmissionControl control;

  AdmissionHandler(Protocol protocol, Config config, AdmissionControl control) {
    this.protocol = protocol;
    this.maxBodyBytes = protocol.maxBodyBytes(config.uploads().maxBodyBytes());
    this.formLimits = FormLimits.ofPictures(config.uploads().maxParts());
    this.deadline = config.deadline().byDefault();
    this.control = control;
  }

  @Override
  public void handle(RoutingContext ctx) {
    Exchange exchange;
    try {
      checkKey(ctx);
      exchange = admit(ctx);
    } catch (FailedRequest failed) {
      ctx.fail(failed);
      return;
    }
    exchange.attach(ctx);
    ctx.addEndHandler(ended -> exchange.end());
    if (LingeringClose.isContinueExpected(ctx.request())) {
      RequestState.of(ctx).continueSent();
      ctx.response().writeContinue();
    }
    ctx.next();
  }

  /** A form may have its key in a field: then {@link Upload} checks it. */
  private void checkKey(RoutingContext ctx) throws FailedRequest {
    if (protocol.signsRequests()) {
      return;
    }
    boolean mayHaveField =
        protocol.keyField().isPresent()
            && FormType.isForm(ctx.request().getHeader(HttpHeaders.CONTENT_TYPE));
    if (mayHaveField) {
      control.keys().admitIfPresent(ctx);
    } else {
      control.keys().admit(ctx);
    }
  }

  private Exchange admit(RoutingContext ctx) throws FailedRequest {
    HttpServerRequest request = ctx.request();
    long length = ContentLength.of(request);
    checkLength(request, length);
    checkCoding(request);
    BodyFormat bodyFormat = protocol.bodyFormat(request, formLimits);
    DetectionRequest wanted = protocol.parse(request);
    Optional<Duration> timeout = RequestTimeout.of(request);
    RequestState state = RequestState.of(ctx);
    Duration maxWait = timeout.filter(t -> t.compareTo(deadline) < 0).orElse(deadline);
    AdmissionControl.Entry entry =
        control.tryBegin(state.client(), wanted.model(), PieceBuffer.FIRST_BYTES, maxWait);
    if (entry instanceof AdmissionControl.Refused refused) {
      throw new FailedRequest(refused.failure());
    }
    long startNanos = state.startNanos();
    return new Exchange(
        wanted,
        bodyFormat,
        timeout.map(t -> OptionalLong.of(startNanos + t.toNanos())).orElse(OptionalLong.empty()),
        (AdmissionControl.Admitted) entry,
        maxBodyBytes,
        length);
  }

  private static void checkCoding(HttpServerRequest request) throws FailedRequest {
    String coding = request.getHeader(HttpHeaders.CONTENT_ENCODING);
    if (coding != null && !coding.isBlank() && !coding.strip().equalsIgnoreCase(IDENTITY)) {
      throw new FailedRequest(new Failure.EncodedBody(coding.strip()));
    }
  }

  private void checkLength(HttpServerRequest request, long length) throws FailedRequest {
    if (length > maxBodyBytes) {
      throw new FailedRequest(new Failure.BodyTooLarge(maxBodyBytes));
    }
    // A body of HTTP/2 needs no header that announces it; Upload refuses it if it is empty.
    boolean noBody =
        length == ContentLength.UNKNOWN
            && request.version() != HttpVersion.HTTP_2
            && request.getHeader(HttpHeaders.TRANSFER_ENCODING) == null;
    if (length == 0 || noBody) {
      throw new FailedRequest(
          new Failure.NoPicture(
              "The request has no body. Send a picture as the body, or as a file part of multipart/form-data."));
    }
  }
}
