package dev.retinagate.http.reply;

import dev.retinagate.telemetry.Health;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.RoutingContext;

/**
 * While the node drains, every HTTP/1 response is the last of its connection, so that clients move
 * on to other nodes. HTTP/2 connections get a GOAWAY when the server shuts down.
 */
public final class DrainHandler implements Handler<RoutingContext> {

  private final Health health;

  public DrainHandler(Health health) {
    this.health = health;
  }

  @Override
  public void handle(RoutingContext ctx) {
    if (ctx.request().version() != HttpVersion.HTTP_2) {
      // Decided when the response is sent: the drain may begin while a worker has the picture.
      ctx.addHeadersEndHandler(
          sending -> {
            if (health.phase() == Health.Phase.DRAINING) {
              ctx.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
            }
          });
      ctx.addEndHandler(
          sent -> {
            boolean last =
                ctx.response().headers().contains(HttpHeaders.CONNECTION, HttpHeaders.CLOSE, true);
            if (last && ctx.request().isEnded()) {
              ctx.request().connection().close();
            } else if (last && sent.succeeded()) {
              ctx.request().end().onSuccess(read -> ctx.request().connection().close());
            }
          });
    }
    ctx.next();
  }
}
