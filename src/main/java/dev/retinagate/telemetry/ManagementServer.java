package dev.retinagate.telemetry;

import dev.retinagate.config.Config;
import dev.retinagate.detection.ModelDescription;
import dev.retinagate.keys.KeyRing;
import dev.retinagate.keys.PresentedKey;
import dev.retinagate.tls.TlsOptions;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.VerticleBase;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.core.net.KeyCertOptions;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Health, metrics and the reload of models on a port of their own, so that probes and scrapes stay
 * answered while the public listener is full or drains.
 */
public final class ManagementServer extends VerticleBase {

  private static final Logger LOG = LoggerFactory.getLogger(ManagementServer.class);

  private static final int OK = 200;
  private static final int NO_CONTENT = 204;
  private static final int BAD_REQUEST = 400;
  private static final int UNAUTHORIZED = 401;
  private static final int FORBIDDEN = 403;
  private static final int NOT_FOUND = 404;
  private static final int METHOD_NOT_ALLOWED = 405;
  private static final int CONFLICT = 409;
  private static final int INTERNAL_ERROR = 500;
  private static final int UNAVAILABLE = 503;
  private static final String ALLOWED = "GET, HEAD";
  private static final String RELOAD = "/models/reload";
  private static final String JSON = "application/json";
  private static final String PROBLEM_JSON = "application/problem+json";
  private static final String PROMETHEUS_TEXT = "text/plain; version=0.0.4; charset=utf-8";

  private final Config.Management config;
  private final Optional<KeyCertOptions> certificate;
  private final Health health;
  private final PrometheusMeterRegistry registry;
  private final Optional<KeyRing> keys;
  private final Supplier<Future<List<ModelDescription>>> reload;
  private volatile HttpServer server;

  /**
   * A server.
   *
   * @param config where it listens, and whether it speaks TLS
   * @param certificate the node's; not used for cleartext
   * @param health answered to probes
   * @param registry of the meters that are scraped
   * @param keys of which a request needs one; empty if none is asked for
   * @param reload exchanges the models for their newer versions
   */
  public ManagementServer(
      Config.Management config,
      Optional<KeyCertOptions> certificate,
      Health health,
      PrometheusMeterRegistry registry,
      Optional<KeyRing> keys,
      Supplier<Future<List<ModelDescription>>> reload) {
    this.config = config;
    this.certificate = certificate.filter(present -> config.tls());
    this.health = health;
    this.registry = registry;
    this.keys = keys;
    this.reload = reload;
  }

  @Override
  public Future<?> start() {
    Router router = Router.router(vertx);
    // Without a key: a platform that may not ask would restart a node that is well.
    read(router, "/health/live", this::answerLiveness);
    router.route().handler(this::checkKey);
    read(router, "/health", this::answerReadiness);
    read(router, "/health/ready", this::answerReadiness);
    read(router, "/metrics", this::scrape);
    serve(router, RELOAD, "POST", List.of(HttpMethod.POST), this::reload);
    explain(router, BAD_REQUEST, "Bad Request", "The request cannot be understood.");
    explain(
        router,
        NOT_FOUND,
        "Not Found",
        "There is nothing at this path; there are /health, /health/live, /health/ready, /metrics"
            + " and, for POST, /models/reload.");
    explain(router, INTERNAL_ERROR, "Internal Server Error", "A defect of the gateway.");
    EventLoopLag.watch(vertx, registry, "management");
    server = vertx.createHttpServer(options(certificate));
    return server.requestHandler(router).listen();
  }

  private HttpServerOptions options(Optional<KeyCertOptions> pair) {
    HttpServerOptions options =
        new HttpServerOptions().setHost(config.host()).setPort(config.port());
    pair.ifPresent(present -> TlsOptions.speakTls(options, present));
    return options;
  }

  /** Uses a new certificate for connections to come; no effect in cleartext. */
  public Future<?> use(KeyCertOptions pair) {
    return certificate.isEmpty()
        ? Future.succeededFuture()
        : server.updateSSLOptions(options(Optional.of(pair)).getSslOptions());
  }

  /** The port it listens on. */
  public int actualPort() {
    return server.actualPort();
  }

  private void checkKey(RoutingContext ctx) {
    Optional<String> key =
        PresentedKey.of(
            ctx.request().headers().getAll("Authorization"),
            ctx.request().headers().getAll("X-Api-Key"));
    if (keys.isEmpty() || key.flatMap(keys.get()::find).isPresent()) {
      ctx.next();
    } else {
      ctx.response().putHeader("WWW-Authenticate", "Bearer realm=\"retinagate\"");
      answerProblem(
          ctx,
          UNAUTHORIZED,
          "Unauthorized",
          "The request needs an API key of this node, as 'Authorization: Bearer KEY'.");
    }
  }

  /** Probes ask by GET, HEAD or OPTIONS, as their balancer has it. */
  private static void read(Router router, String path, Handler<RoutingContext> handler) {
    serve(router, path, ALLOWED, List.of(HttpMethod.GET, HttpMethod.HEAD), handler);
  }

  private static void serve(
      Router router,
      String path,
      String allowed,
      List<HttpMethod> methods,
      Handler<RoutingContext> handler) {
    methods.forEach(method -> router.route(method, path).handler(handler));
    router
        .route(path)
        .handler(
            ctx -> {
              ctx.response().putHeader("Allow", allowed);
              if (HttpMethod.OPTIONS.equals(ctx.request().method())) {
                ctx.response().setStatusCode(NO_CONTENT).end();
              } else {
                answerProblem(
                    ctx,
                    METHOD_NOT_ALLOWED,
                    "Method Not Allowed",
                    "This path takes " + allowed.replace(", ", " and ") + ".");
              }
            });
  }

  /**
   * Answers when the new versions serve. A browser that an operator has open must not reload by the
   * page of another site: it sends an Origin, which commands do not.
   */
  private void reload(RoutingContext ctx) {
    if (ctx.request().headers().contains("Origin")) {
      answerProblem(ctx, FORBIDDEN, "Forbidden", "A page of the web may not reload models.");
      return;
    }
    reload
        .get()
        .onSuccess(models -> answer(ctx, true, reloaded(models)))
        .onFailure(
            failed -> {
              boolean refused = failed instanceof ReloadRefusedException;
              answerProblem(
                  ctx,
                  refused ? CONFLICT : INTERNAL_ERROR,
                  refused ? "Not reloaded" : "The new version cannot be used",
                  String.valueOf(failed.getMessage()));
            });
  }

  private static JsonObject reloaded(List<ModelDescription> models) {
    JsonArray told = new JsonArray();
    models.forEach(
        model ->
            told.add(
                new JsonObject()
                    .put("name", model.name())
                    .put("precision", model.precision())
                    .put("checksums", new JsonObject(new LinkedHashMap<>(model.checksums())))));
    return new JsonObject().put("models", told);
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
