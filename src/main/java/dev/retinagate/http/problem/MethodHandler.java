package dev.retinagate.http.problem;

import io.vertx.core.Handler;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.stream.Collectors;

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

  /**
   * Serves a path to some methods, and answers all others.
   *
   * @return the route of the others
   */
  public static Route serve(
      Router router, String path, List<HttpMethod> methods, Handler<RoutingContext> handler) {
    Route served = router.route(path);
    methods.forEach(served::method);
    served.handler(handler);
    String allow = methods.stream().map(HttpMethod::name).collect(Collectors.joining(", "));
    return router.route(path).handler(new MethodHandler(allow));
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
