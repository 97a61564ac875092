package dev.retinagate.http.problem;

import dev.retinagate.http.connection.AmbiguousRequestException;
import dev.retinagate.http.reply.AccessLog;
import dev.retinagate.http.reply.RequestIdHandler;
import dev.retinagate.telemetry.GatewayMeters;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import java.util.Optional;

/** Answers what the HTTP decoder could not make sense of, and closes the connection. */
public final class InvalidRequestHandler implements Handler<HttpServerRequest> {

  private final GatewayMeters meters;
  private final AccessLog log;

  public InvalidRequestHandler(GatewayMeters meters, AccessLog log) {
    this.meters = meters;
    this.log = log;
  }

  @Override
  public void handle(HttpServerRequest request) {
    answer(request, failure(request.decoderResult().cause()));
  }

  /** Answers a request that does not get as far as the routes. */
  void answer(HttpServerRequest request, Failure failure) {
    String requestId = RequestIdHandler.choose(null);
    Problem problem = Problem.of(failure);
    ErrorReply reply = ProblemJson.FORM.render(problem, requestId);
    meters.answered(reply.status());
    log.write(
        request,
        new AccessLog.Outcome(reply.status(), 0, 0, requestId, Optional.of(problem.type().kind())));
    if (request.version() != HttpVersion.HTTP_2) {
      request.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
    }
    request
        .response()
        .setStatusCode(reply.status())
        .putHeader(RequestIdHandler.HEADER, requestId)
        .putHeader(HttpHeaders.CONTENT_TYPE, reply.mediaType())
        .end(reply.body());
    if (request.version() != HttpVersion.HTTP_2) {
      request.connection().close();
    }
  }

  private static Failure failure(Throwable cause) {
    if (cause instanceof TooLongHttpLineException) {
      return new Failure.UriTooLong();
    } else if (cause instanceof TooLongHttpHeaderException) {
      return new Failure.HeadersTooLarge();
    } else if (cause instanceof AmbiguousRequestException) {
      return new Failure.MalformedRequest(cause.getMessage());
    }
    return new Failure.MalformedRequest("This is not a well-formed HTTP request.");
  }
}
