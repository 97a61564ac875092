package dev.retinagate.telemetry;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.VerticleBase;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Health and metrics on a port of their own, so that probes and scrapes stay answered while the
 * public listener is full or drains.
 */
public final class ManagementServer extends VerticleBase {

  private static final Logger LOG = LoggerFactory.getLogger(ManagementServer.class);

  private static final int OK = 200;
  private static final int NO_CONTENT = 204;
  private static final int BAD_REQUEST = 400;
  private static final int NOT_FOUND = 404;
  private static final int METHOD_NOT_ALLOWED = 405;
  private static final int INTERNAL_ERROR = 500;
  private static final int UNAVAILABLE = 503;
  private static final String ALLOWED = "GET, HEAD";
  private static final String JSON = "application/json";
  private static final String PROBLEM_JSON = "application/problem+json";
  private static final String PROMETHEUS_TEXT = "text/plain; version=0.0.4; charset=utf-8";

  private final String host;
  private final int port;
  private final Health health;
  private final PrometheusMeterRegistry registry;
  private volatile HttpServer server;

  /**
   * A server.
   *
   * @param host the address it is bound to
   * @param port 0 for a free one
   * @param health answered to probes
   * @param registry of the meters that are scraped
   */
  public ManagementServer(String host, int port, Health health, PrometheusMeterRegistry registry) {
    this.host = host;
    this.port = port;
    this.health = health;
    this.registry = registry;
  }

  @Override
  public Future<?> start() {
    Router router = Router.router(vertx);
    read(router, "/health", this::answerReadiness);
    read(router, "/health/ready", this::answerReadiness);
    read(router, "/health/live", this::answerLiveness);
    read(router, "/metrics", this::scrape);
    explain(router, BAD_REQUEST, "Bad Request", "The request cannot be understood.");
    explain(
        router,
        NOT_FOUND,
        "Not Found",
        "There is nothing at this path; there are /health, /health/live, /health/ready and"
            + " /metrics.");
    explain(router, INTERNAL_ERROR, "Internal Server Error", "A defect of the gateway.");
    EventLoopLag.watch(vertx, registry, "management");
    server = vertx.createHttpServer(new HttpServerOptions().setHost(host).setPort(port));
    return server.requestHandler(router).listen();
  }

  /** The port it listens on. */
  public int actualPort() {
    return server.actualPort();
  }

  /** Probes ask by GET, HEAD or OPTIONS, as their balancer has it. */
  private static void read(Router router, String path, Handler<RoutingContext> handler) {
    router.route(path).method(HttpMethod.GET).method(HttpMethod.HEAD).handler(handler);
    router
        .route(path)
        .handler(
            ctx -> {
              ctx.response().putHeader("Allow", ALLOWED);
              if (HttpMethod.OPTIONS.equals(ctx.request().method())) {
                ctx.response().setStatusCode(NO_CONTENT).end();
              } else {
                answerProblem(
                    ctx, METHOD_NOT_ALLOWED, "Method Not Allowed", "This path takes GET and HEAD.");
              }
            });
  }

  private static void explain(Router router, int status, String title, String detail) {
    router.errorHandler(status, ctx -> answerProblem(ctx, status, title, detail));
  }

  /** RFC 9457 without a kind: a probe needs no more than the status. */
  private static void answerProblem(RoutingContext ctx, int status, String title, String detail) {
    JsonObject problem =
        new JsonObject()
            .put("type", "about:blank")
            .put("title", title)
            .put("status", status)
            .put("detail", detail);
    ctx.response().setStatusCode(status);
    send(ctx, PROBLEM_JSON, problem.toBuffer());
  }

  /** Sends the body, or to HEAD its length alone. */
  private static void send(RoutingContext ctx, String contentType, Buffer body) {
    HttpServerResponse response = ctx.response();
    response
        .putHeader("Content-Type", contentType)
        .putHeader("Content-Length", String.valueOf(body.length()));
    if (HttpMethod.HEAD.equals(ctx.request().method())) {
      response.end();
    } else {
      response.end(body);
    }
  }

  private void answerReadiness(RoutingContext ctx) {
    answer(ctx, health.isReady(), health.report());
  }

  /** Readiness says whether the node can serve; liveness, whether a restart would help. */
  private void answerLiveness(RoutingContext ctx) {
    Health.Liveness liveness = health.liveness();
    if (!liveness.live()) {
      LOG.error("a worker hangs; this process should be restarted: {}", liveness.report());
    }
    answer(ctx, liveness.live(), liveness.report());
  }

  private static void answer(RoutingContext ctx, boolean good, JsonObject report) {
    ctx.response().setStatusCode(good ? OK : UNAVAILABLE).putHeader("Cache-Control", "no-store");
    send(ctx, JSON, report.toBuffer());
  }

  /**
   * Not on the event loop: formatting some hundred time series takes milliseconds, and {@link
   * NativeMemoryMeters} reads a file.
   */
  private void scrape(RoutingContext ctx) {
    vertx
        .executeBlocking(() -> registry.scrape(PROMETHEUS_TEXT), false)
        .onSuccess(text -> send(ctx, PROMETHEUS_TEXT, Buffer.buffer(text)))
        .onFailure(ctx::fail);
  }
}
