package dev.retinagate.telemetry;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
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
  private static final int UNAVAILABLE = 503;
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
    router.get("/health").handler(this::answerReadiness);
    router.get("/health/ready").handler(this::answerReadiness);
    router.get("/health/live").handler(this::answerLiveness);
    router.get("/metrics").handler(this::scrape);
    EventLoopLag.watch(vertx, registry, "management");
    server = vertx.createHttpServer(new HttpServerOptions().setHost(host).setPort(port));
    return server.requestHandler(router).listen();
  }

  /** The port it listens on. */
  public int actualPort() {
    return server.actualPort();
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
    HttpServerResponse response = ctx.response().setStatusCode(good ? OK : UNAVAILABLE);
    response.putHeader("Content-Type", "application/json").putHeader("Cache-Control", "no-store");
    response.end(report.toBuffer());
  }

  /**
   * Not on the event loop: formatting some hundred time series takes milliseconds, and {@link
   * NativeMemoryMeters} reads a file.
   */
  private void scrape(RoutingContext ctx) {
    vertx
        .executeBlocking(() -> registry.scrape(PROMETHEUS_TEXT), false)
        .onSuccess(text -> ctx.response().putHeader("Content-Type", PROMETHEUS_TEXT).end(text))
        .onFailure(ctx::fail);
  }
}
