package dev.retinagate.http.problem;

import dev.retinagate.http.connection.RefusedRequestException;
import dev.retinagate.http.reply.AccessLog;
import dev.retinagate.http.reply.CallerAddress;
import dev.retinagate.http.reply.CorsHandler;
import dev.retinagate.http.reply.RequestIdHandler;
import dev.retinagate.telemetry.GatewayMeters;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import java.util.Optional;

/** Answers requests that do not reach the routes, and closes their connection. */
public final class InvalidRequestHandler implements Handler<HttpServerRequest> {

  private final GatewayMeters meters;
  private final AccessLog log;
  private final CorsHandler cors;
  private final LingeringClose lingeringClose;

  /**
   * A handler for one listener.
   *
   * @param cors lets pages of other origins read the answers
   * @param lingeringClose for requests whose body can be read though they cannot be routed
   */
  public InvalidRequestHandler(
      GatewayMeters meters, AccessLog log, CorsHandler cors, LingeringClose lingeringClose) {
    this.meters = meters;
    this.log = log;
    this.cors = cors;
    this.lingeringClose = lingeringClose;
  }

  /** Answers a request that the HTTP decoder refused. Where its body ends is not known. */
  @Override
  public void handle(HttpServerRequest request) {
    if (request.version() == HttpVersion.HTTP_2) {
      send(request, failure(request.decoderResult().cause()));
    } else {
      request.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
      send(request, failure(request.decoderResult().cause()));
      request.connection().close();
    }
  }

  /** Answers a well-formed request that cannot be routed. */
  void refuse(HttpServerRequest request, Failure failure) {
    UnreadBody rest =
        request.version() == HttpVersion.HTTP_2 ? UnreadBody.RESET_STREAM : UnreadBody.CLOSE;
    lingeringClose.answer(request, rest, () -> send(request, failure));
  }

  private Future<Void> send(HttpServerRequest request, Failure failure) {
    String requestId = RequestIdHandler.choose(null);
    Problem problem = Problem.of(failure);
    ErrorReply reply = ProblemJson.FORM.render(problem, requestId);
    meters.answered(reply.status());
    log.write(
        CallerAddress.ofConnection(request),
        request,
        new AccessLog.Outcome(
            reply.status(),
            reply.body().length(),
            0,
            requestId,
            Optional.empty(),
            Optional.of(problem.type().kind())));
    cors.addHeaders(request);
    return request
        .response()
        .setStatusCode(reply.status())
        .putHeader(RequestIdHandler.HEADER, requestId)
        .putHeader(HttpHeaders.CONTENT_TYPE, reply.mediaType())
        .end(reply.body());
  }

  private static Failure failure(Throwable cause) {
    if (cause instanceof TooLongHttpLineException) {
      return new Failure.UriTooLong();
    } else if (cause instanceof TooLongHttpHeaderException) {
      return new Failure.HeadersTooLarge();
    } else if (cause instanceof RefusedRequestException) {
      return new Failure.MalformedRequest(cause.getMessage());
    }
    return new Failure.MalformedRequest("This is not a well-formed HTTP request.");
  }
}
