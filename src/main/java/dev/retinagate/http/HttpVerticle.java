package dev.retinagate.http;

import dev.retinagate.admission.RefusalBudget;
import dev.retinagate.config.Config;
import dev.retinagate.detection.ServedModels;
import dev.retinagate.http.access.KeyHandler;
import dev.retinagate.http.connection.Connections;
import dev.retinagate.http.connection.ListenerOptions;
import dev.retinagate.http.connection.RequestCost;
import dev.retinagate.http.connection.StreamGuard;
import dev.retinagate.http.intake.AdmissionControl;
import dev.retinagate.http.intake.Intake;
import dev.retinagate.http.intake.Protocol;
import dev.retinagate.http.page.ErrorPage;
import dev.retinagate.http.page.OpenApiHandler;
import dev.retinagate.http.page.WebFiles;
import dev.retinagate.http.page.WebHandler;
import dev.retinagate.http.problem.ErrorForm;
import dev.retinagate.http.problem.FailedRequest;
import dev.retinagate.http.problem.Failure;
import dev.retinagate.http.problem.FailureHandler;
import dev.retinagate.http.problem.InvalidRequestHandler;
import dev.retinagate.http.problem.LingeringClose;
import dev.retinagate.http.problem.MethodHandler;
import dev.retinagate.http.problem.PathGuard;
import dev.retinagate.http.problem.ProblemJson;
import dev.retinagate.http.problem.RedirectHandler;
import dev.retinagate.http.problem.RefusalPacer;
import dev.retinagate.http.reply.AccessLog;
import dev.retinagate.http.reply.AccessLogHandler;
import dev.retinagate.http.reply.CallerAddress;
import dev.retinagate.http.reply.CorsHandler;
import dev.retinagate.http.reply.DrainHandler;
import dev.retinagate.http.reply.RequestIdHandler;
import dev.retinagate.telemetry.GatewayMeters;
import dev.retinagate.telemetry.Health;
import dev.retinagate.worker.Dispatcher;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.KeyCertOptions;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.stream.Stream;

/**
 * The public listeners, in cleartext, with TLS, or both: options and routes. Several instances may
 * share the ports.
 */
public final class HttpVerticle extends VerticleBase {

  /** The period of the check for overdue connections: a fraction of the shortest timeout. */
  private static final long CONNECTION_CHECK_MILLIS = 250;

  /** After a longer delay, clients would take the node for dead. */
  private static final Duration MAX_REFUSAL_DELAY = Duration.ofSeconds(2);

  /**
   * Each may hold as much of the kernel's memory as two receive buffers of {@link ListenerOptions}:
   * Linux makes them twice as large as it is told.
   */
  private static final int MAX_WAITING_REFUSALS = 512;

  private static final double PERCENT = 100;

  private static final long LOG_SUMMARY_MILLIS = 1_000;

  private final Parts parts;
  private final LongSupplier nanoClock = System::nanoTime;
  private final Optional<KeyCertOptions> certificate;
  private Connections connections;
  private volatile Optional<HttpServer> cleartext = Optional.empty();
  private volatile Optional<HttpServer> tls = Optional.empty();

  /**
   * The listeners of one event loop.
   *
   * @param parts what they serve
   * @param certificate of the listener for HTTPS; without one, there is no such listener
   */
  public HttpVerticle(Parts parts, Optional<KeyCertOptions> certificate) {
    this.parts = parts;
    this.certificate = certificate;
  }

  /**
   * What the public interface is made of.
   *
   * @param config limits and defaults
   * @param models what is served
   * @param control decides which uploads may begin
   * @param dispatcher who does the work
   * @param health what {@code /health} tells
   * @param meters what is counted
   * @param web the page
   * @param protocols the ways to ask for detections
   */
  public record Parts(
      Config config,
      ServedModels models,
      AdmissionControl control,
      Dispatcher dispatcher,
      Health health,
      GatewayMeters meters,
      WebFiles web,
      List<Protocol> protocols) {}

  @Override
  public Future<?> start() {
    AccessLog log = new AccessLog(parts.config().http().accessLog());
    vertx.setPeriodic(LOG_SUMMARY_MILLIS, tick -> log.summarize());
    LingeringClose lingeringClose =
        new LingeringClose(vertx, parts.config().http().lingerTimeout());
    CorsHandler cors = new CorsHandler(parts.config().http().corsOrigins());
    InvalidRequestHandler invalid =
        new InvalidRequestHandler(parts.meters(), log, cors, lingeringClose);
    connections =
        new Connections(
            parts.config().connections().idleTimeout(), CallerAddress::clientOf, nanoClock);
    vertx.setPeriodic(CONNECTION_CHECK_MILLIS, tick -> connections.closeOverdue());
    parts.meters().watchLoop(vertx, "http");
    PathGuard routes = new PathGuard(router(log, cors, lingeringClose, invalid), invalid);
    Config config = parts.config();
    if (config.http().port().isPresent()) {
      cleartext = Optional.of(server(ListenerOptions.cleartext(config), routes, invalid));
    }
    tls = certificate.map(present -> server(ListenerOptions.tls(config, present), routes, invalid));
    // HTTPS first, so that its port is known when the first client has to be redirected to it.
    return listen(tls, "tls.port", config.tls().port())
        .compose(up -> listen(cleartext, "http.port", config.http().port().orElse(0)));
  }

  private HttpServer server(
      HttpServerOptions options, PathGuard routes, InvalidRequestHandler invalid) {
    return vertx
        .createHttpServer(options)
        .requestHandler(routes)
        .invalidRequestHandler(invalid)
        .connectionHandler(
            connection -> {
              StreamGuard.begin(connection, ListenerOptions.MAX_STREAMS);
              connections.opened(connection);
            });
  }

  private Future<?> listen(Optional<HttpServer> server, String key, int port) {
    return server.isEmpty()
        ? Future.succeededFuture()
        : server
            .get()
            .listen()
            .recover(
                ListenFailure.of(
                    "the public listener (http.host, " + key + ")",
                    parts.config().http().host(),
                    port));
  }

  /**
   * Uses a new certificate for connections to come, on all instances that share the port; no effect
   * without a listener for HTTPS.
   */
  public Future<?> use(KeyCertOptions pair) {
    return tls.isEmpty()
        ? Future.succeededFuture()
        : tls.get().updateSSLOptions(ListenerOptions.tls(parts.config(), pair).getSslOptions());
  }

  /** The port for HTTP in cleartext; empty if it is off. Known once the verticle has started. */
  public OptionalInt port() {
    return port(cleartext);
  }

  /** The port for HTTPS; empty if it is off. Known once the verticle has started. */
  public OptionalInt tlsPort() {
    return port(tls);
  }

  private static OptionalInt port(Optional<HttpServer> server) {
    return server.stream().mapToInt(HttpServer::actualPort).findFirst();
  }

  /**
   * Takes no more connections, and closes each open connection once its requests are answered. Runs
   * on the listener's event loop: from another thread, Vert.x would choose an event loop for a new
   * connection while the event loops are being removed.
   */
  public Future<Void> shutdown(Duration timeout) {
    Promise<Void> shut = Promise.promise();
    context.runOnContext(
        now ->
            Future.join(
                    Stream.of(cleartext, tls)
                        .flatMap(Optional::stream)
                        .map(s -> s.shutdown(timeout.toMillis(), TimeUnit.MILLISECONDS))
                        .toList())
                .<Void>mapEmpty()
                .onComplete(shut));
    return shut.future();
  }

  private Router router(
      AccessLog log,
      CorsHandler cors,
      LingeringClose lingeringClose,
      InvalidRequestHandler invalid) {
    CallerAddress callerAddress = new CallerAddress(parts.config().http().trustedProxies());
    RefusalPacer pacer =
        new RefusalPacer(
            refusalBudget(),
            connections.retries()::recordRefusal,
            request -> RequestCost.of(request).refused(),
            callerAddress::isProxy,
            nanoClock);
    Function<ErrorForm, Handler<RoutingContext>> failureHandler =
        form -> new FailureHandler(form, lingeringClose, pacer, parts.meters(), invalid);

    Router router = Router.router(vertx);
    router
        .route()
        .handler(connections::entered)
        .handler(new RequestIdHandler(nanoClock, callerAddress))
        .handler(new AccessLogHandler(parts.meters(), log, nanoClock))
        .handler(new DrainHandler(parts.health()))
        .handler(cors)
        .handler(HttpVerticle::neverSniff);
    // Before the redirection: a balancer probes in cleartext, and takes 308 for a failure.
    read(router, "/health", new HealthHandler(parts.health()));
    if (parts.config().tls().redirect()) {
      router
          .route()
          .handler(
              new RedirectHandler(callerAddress, () -> tlsPort().orElseThrow(), lingeringClose));
    }
    Intake intake = intake(failureHandler);
    intake.serve(router, parts.protocols());
    read(
        router,
        "/models",
        new KeyHandler(parts.control().keys(), new ModelsHandler(parts.models(), parts.config())));
    WebHandler web = new WebHandler(parts.web());
    read(router, "/", web);
    read(router, "/index.html", web);
    read(router, "/docs", web);
    read(router, "/openapi.yaml", web);
    read(router, "/favicon.ico", web);
    read(router, "/assets/*", web);
    OpenApiHandler openApi = new OpenApiHandler(parts.web());
    read(router, "/openapi.json", openApi);
    read(router, "/schemas/*", openApi);
    Handler<RoutingContext> failures = failureHandler.apply(ProblemJson.FORM);
    Handler<RoutingContext> failurePages = failureHandler.apply(ErrorPage.FORM);
    // Last, so that a protocol's own failure handler comes first.
    router
        .route()
        .last()
        .handler(ctx -> ctx.fail(new FailedRequest(new Failure.NotFound())))
        .failureHandler(
            ctx -> (ErrorPage.isWanted(ctx.request()) ? failurePages : failures).handle(ctx));
    return router;
  }

  private Intake intake(Function<ErrorForm, Handler<RoutingContext>> failureHandler) {
    return new Intake(
        parts.config(),
        new Intake.Parts(parts.control(), parts.dispatcher(), parts.meters(), failureHandler),
        vertx,
        nanoClock);
  }

  private RefusalBudget refusalBudget() {
    return new RefusalBudget(
        parts.config().admission().refusalPercent() / PERCENT,
        MAX_REFUSAL_DELAY,
        MAX_WAITING_REFUSALS,
        nanoClock.getAsLong());
  }

  private static void read(Router router, String path, Handler<RoutingContext> handler) {
    MethodHandler.serve(router, path, List.of(HttpMethod.GET, HttpMethod.HEAD), handler);
  }

  private static void neverSniff(RoutingContext ctx) {
    ctx.response().putHeader("X-Content-Type-Options", "nosniff");
    ctx.next();
  }
}
