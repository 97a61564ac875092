package dev.retinagate.http;

import dev.retinagate.telemetry.GatewayMeters;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;

/** Answers what the HTTP decoder could not make sense of, and closes the connection. */
final class InvalidRequestHandler implements Handler<HttpServerRequest> {

  private final GatewayMeters meters;

  InvalidRequestHandler(GatewayMeters meters) {
    this.meters = meters;
  }

  @Override
  public void handle(HttpServerRequest request) {
    String requestId = RequestIdHandler.choose(null);
    Problem problem = FailureMapper.problem(failure(request.decoderResult().cause()));
    meters.answered(problem.status());
    AccessLogHandler.write(request, problem.status(), 0, 0, requestId);
    request
        .response()
        .setStatusCode(problem.status())
        .putHeader(RequestIdHandler.HEADER, requestId)
        .putHeader(HttpHeaders.CONTENT_TYPE, Problem.MEDIA_TYPE)
        .putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE)
        .end(problem.toJson(requestId).toBuffer());
    request.connection().close();
  }

  private static Failure failure(Throwable cause) {
    if (cause instanceof TooLongHttpLineException) {
      return new Failure.UriTooLong();
    } else if (cause instanceof TooLongHttpHeaderException) {
      return new Failure.HeadersTooLarge();
    }
    return new Failure.MalformedRequest("This is not a well-formed HTTP request.");
  }
}
