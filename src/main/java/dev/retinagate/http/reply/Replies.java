package dev.retinagate.http.reply;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;

/** Sends the bodies of responses. */
public final class Replies {

  public static final String JSON = "application/json";

  private Replies() {}

  /** Sends the body, or to HEAD its length. Nothing happens when the client has gone. */
  public static Future<Void> send(RoutingContext ctx, String contentType, Buffer body) {
    HttpServerResponse response = ctx.response();
    if (response.closed() || response.ended()) {
      return Future.succeededFuture();
    }
    announce(response, contentType, body);
    return HttpMethod.HEAD.equals(ctx.request().method()) ? response.end() : response.end(body);
  }

  /** Sets the headers that describe the body. */
  static void announce(HttpServerResponse response, String contentType, Buffer body) {
    response
        .putHeader(HttpHeaders.CONTENT_TYPE, contentType)
        .putHeader(HttpHeaders.CONTENT_LENGTH, String.valueOf(body.length()));
  }
}
