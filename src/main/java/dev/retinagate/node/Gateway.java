package dev.retinagate.node;

import dev.retinagate.admission.Admission;
import dev.retinagate.config.Config;
import dev.retinagate.detection.DetectorFactory;
import dev.retinagate.http.HttpVerticle;
import dev.retinagate.http.connection.ConnectionGuard;
import dev.retinagate.http.intake.AdmissionControl;
import dev.retinagate.http.intake.Protocol;
import dev.retinagate.http.intake.Transfers;
import dev.retinagate.http.page.WebFiles;
import dev.retinagate.telemetry.GatewayMeters;
import dev.retinagate.telemetry.Health;
import dev.retinagate.telemetry.JvmMeters;
import dev.retinagate.telemetry.ManagementServer;
import dev.retinagate.worker.Annotator;
import dev.retinagate.worker.Backoff;
import dev.retinagate.worker.DetectionWorker;
import dev.retinagate.worker.Dispatcher;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.ThreadingModel;
import io.vertx.core.Vertx;
import io.vertx.core.net.KeyCertOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A running node: deploys its parts, wires them, and drains them. Has no logic of requests.
 *
 * <p>Order of the start: classes are loaded; management, so that probes are answered early; the
 * public listener, which answers 503 until a worker is ready; the workers, while the code of a
 * request is compiled ({@link WarmUp}). Order of the drain: the other way round.
 */
public final class Gateway {

  private static final Logger LOG = LoggerFactory.getLogger(Gateway.class);

  /** A large network on a slow core takes seconds; a worker that takes longer than this hangs. */
  private static final long BLOCKED_WORKER_SECONDS = 120;

  /** For undeploying and closing, once the work is done or has been given up. */
  private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(3);

  private final Config config;
  private final DetectorFactory detectors;
  private final Annotator annotator;
  private final List<Protocol> protocols;
  private final Optional<KeyCertOptions> certificate;
  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final Admission admission;
  private final Dispatcher dispatcher;
  private final AdmissionControl control;
  private final Health health;
  private final GatewayMeters meters;
  private final JvmMeters jvm;
  private final ConnectionGuard guard;
  private final ManagementServer management;
  private final List<HttpVerticle> listeners = new CopyOnWriteArrayList<>();
  private final AtomicBoolean draining = new AtomicBoolean();
  private final Promise<Void> drained = Promise.promise();
  private volatile Vertx vertx;

  /**
   * A node that has not been started.
   *
   * @param config the whole configuration
   * @param detectors makes one detector for each worker
   * @param annotator draws detections into a picture where the client wants it
   */
  public Gateway(Config config, DetectorFactory detectors, Annotator annotator) {
    this(config, detectors, annotator, Extensions.NONE);
  }

  /**
   * What a node has beside what the configuration says.
   *
   * @param certificate of the public listener; empty for cleartext
   * @param protocols ways to ask for detections beside the node's own
   */
  public record Extensions(Optional<KeyCertOptions> certificate, List<Protocol> protocols) {

    /** Cleartext, and no further protocols. */
    public static final Extensions NONE = new Extensions(Optional.empty(), List.of());
  }

  /**
   * A node that has not been started, with more than the configuration says.
   *
   * @param config as for the other constructor
   * @param detectors likewise
   * @param annotator likewise
   * @param extensions further protocols, and the certificate of the public listener
   */
  public Gateway(
      Config config, DetectorFactory detectors, Annotator annotator, Extensions extensions) {
    this.config = config;
    this.detectors = detectors;
    this.annotator = annotator;
    this.certificate = extensions.certificate();
    this.protocols = new ArrayList<>(extensions.protocols());
    protocols.addAll(0, Protocols.of(detectors.model(), config));
    int workers = config.workers().count();
    admission =
        new Admission(workers + config.admission().queue(), config.admission().maxBytesInFlight());
    jvm = new JvmMeters(registry);
    meters = new GatewayMeters(registry);
    guard = new ConnectionGuard(config, meters::connectionRefused);
    dispatcher = new Dispatcher(workers, config.workers().wedgedAfter(), meters, System::nanoTime);
    meters.watch(admission, dispatcher::stats);
    health = new Health(admission, dispatcher::stats, detectors.model().name());
    meters.watch(health);
    control =
        new AdmissionControl(admission, health, dispatcher::stats, new Transfers(System::nanoTime));
    management =
        new ManagementServer(
            config.management().host(), config.management().port(), health, registry);
  }

  /**
   * Starts the node. Blocks the calling thread while classes are loaded.
   *
   * @return completes when the node serves; fails when a port is taken or a detector cannot be
   *     built, and then nothing is left running
   */
  public Future<Gateway> start() {
    vertx = VertxFactory.serving(config.http().eventLoops(), guard.transport());
    return orClosed(vertx.executeBlocking(() -> WebFiles.load("web")).compose(this::deployWarm))
        .onSuccess(Gateway::serve);
  }

  /**
   * Starts the node of a warm-up, which serves no client. It does not warm up itself, and its event
   * loops may be blocked while they load classes. It refuses pictures as a node that is starting
   * until {@link #serve}.
   *
   * @return as of {@link #start}
   */
  Future<Gateway> rehearse(WebFiles web) {
    vertx = VertxFactory.rehearsal(config.http().eventLoops(), guard.transport());
    return orClosed(deployServers(web).compose(up -> deployWorkers()));
  }

  /** Admits pictures from now on. */
  void serve() {
    health.enter(Health.Phase.SERVING);
  }

  private Future<?> deployWarm(WebFiles web) {
    return offVertx(() -> WarmUp.loadClasses(web))
        .compose(loaded -> deployServers(web))
        .compose(up -> Future.join(deployWorkers(), offVertx(() -> WarmUp.compile(web))));
  }

  private Future<?> deployServers(WebFiles web) {
    return vertx
        .deployVerticle(management, new DeploymentOptions())
        .recover(
            ListenFailure.of(
                "the management listener (management.host, management.port)",
                config.management().host(),
                config.management().port()))
        .compose(up -> vertx.deployVerticle(dispatcher, new DeploymentOptions()))
        .compose(
            up ->
                deployListeners(web)
                    .recover(
                        ListenFailure.of(
                            "the public listener (http.host, http.port)",
                            config.http().host(),
                            config.http().port())));
  }

  /** On a thread that is not Vert.x's: the warm-up has a Vert.x of its own and waits for it. */
  private static Future<Void> offVertx(Runnable task) {
    return Future.fromCompletionStage(CompletableFuture.runAsync(task));
  }

  /** This node, once it is deployed; a node that cannot be deployed is closed first. */
  private Future<Gateway> orClosed(Future<?> deployment) {
    Promise<Gateway> deployed = Promise.promise();
    deployment
        .onSuccess(up -> deployed.complete(this))
        .onFailure(failed -> close().onComplete(closed -> deployed.fail(failed)));
    return deployed.future();
  }

  /** The port of the public listener, known once the node has started. */
  public int port() {
    return listeners.get(0).actualPort();
  }

  /** The port of the management server, known once the node has started. */
  public int managementPort() {
    return management.actualPort();
  }

  /**
   * Ends the node without losing admitted pictures: answers "not ready" for a probe period,
   * finishes the work within its bound, closes. Idempotent.
   *
   * @return completes when everything is closed, or has been given up; never fails
   */
  public Future<Void> drain() {
    if (draining.compareAndSet(false, true)) {
      health.enter(Health.Phase.DRAINING);
      admission.drain();
      new Drain(vertx, admission, config.drain())
          .await()
          .compose(idle -> shutdownListeners())
          .onComplete(shut -> close().onComplete(closed -> drained.complete()));
    }
    return drained.future();
  }

  private Future<String> deployListeners(WebFiles web) {
    HttpVerticle.Parts parts =
        new HttpVerticle.Parts(
            config, detectors.model(), control, dispatcher, health, meters, web, protocols);
    meters.watchConnections(() -> listeners.isEmpty() ? 0 : guard.open(port()));
    return vertx.deployVerticle(
        () -> {
          HttpVerticle listener = new HttpVerticle(parts, certificate);
          listeners.add(listener);
          return listener;
        },
        new DeploymentOptions().setInstances(config.http().eventLoops()));
  }

  /** One pool of one thread each: a detector stays on the thread that made it. */
  private Future<?> deployWorkers() {
    return Future.join(
        IntStream.range(0, config.workers().count())
            .mapToObj(
                id ->
                    vertx.deployVerticle(
                        new DetectionWorker(id, detectors, annotator, Backoff.FOR_DETECTORS),
                        new DeploymentOptions()
                            .setThreadingModel(ThreadingModel.WORKER)
                            .setWorkerPoolName("detector-" + id)
                            .setWorkerPoolSize(1)
                            .setMaxWorkerExecuteTime(BLOCKED_WORKER_SECONDS)
                            .setMaxWorkerExecuteTimeUnit(TimeUnit.SECONDS)))
            .toList());
  }

  private Future<?> shutdownListeners() {
    LOG.info("draining: closing the listener");
    return guard
        .stopAccepting(port())
        .compose(
            closed ->
                Future.join(
                    listeners.stream().map(listener -> listener.shutdown(CLOSE_TIMEOUT)).toList()));
  }

  /**
   * Closes everything, or gives up: a worker that hangs in native code cannot be undeployed, and
   * must not hold up the exit. The returned future has no Vert.x context: an event loop that has
   * ended would never complete it.
   */
  Future<Void> close() {
    jvm.close();
    return Future.fromCompletionStage(
        guard
            .stopAccepting()
            .compose(closed -> vertx.close())
            .toCompletionStage()
            .toCompletableFuture()
            .orTimeout(CLOSE_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS));
  }
}
