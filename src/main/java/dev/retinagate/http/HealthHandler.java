package dev.retinagate.http;

import dev.retinagate.http.reply.Replies;
import dev.retinagate.telemetry.Health;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;

/** {@code GET /health} on the public port, for balancers that probe the port of the traffic. */
final class HealthHandler implements Handler<RoutingContext> {

  private static final int UNAVAILABLE = 503;

  private final Health health;

  HealthHandler(Health health) {
    this.health = health;
  }

  @Override
  public void handle(RoutingContext ctx) {
    ctx.response().putHeader(HttpHeaders.CACHE_CONTROL, "no-store");
    if (!health.isReady()) {
      ctx.response().setStatusCode(UNAVAILABLE);
    }
    Replies.send(ctx, Replies.JSON, health.report().toBuffer());
  }
}
