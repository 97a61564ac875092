package dev.retinagate.http.problem;

import io.vertx.core.Handler;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;

/**
 * Answers the methods that a known path does not take: 405, or for OPTIONS 204; both name the
 * methods that it takes.
 */
public final class MethodHandler implements Handler<RoutingContext> {

  private static final int NO_CONTENT = 204;

  private final String allow;

  public MethodHandler(String allow) {
    this.allow = allow;
  }

  @Override
  public void handle(RoutingContext ctx) {
    if (HttpMethod.OPTIONS.equals(ctx.request().method())) {
      ctx.response().setStatusCode(NO_CONTENT).putHeader(HttpHeaders.ALLOW, allow).end();
    } else {
      ctx.fail(new FailedRequest(new Failure.MethodNotAllowed(allow)));
    }
  }
}
