package dev.retinagate.node;

import dev.retinagate.admission.Admission;
import dev.retinagate.admission.UntakenAnswers;
import dev.retinagate.config.Config;
import dev.retinagate.detection.DetectorFactory;
import dev.retinagate.detection.ModelDescription;
import dev.retinagate.detection.ServedModels;
import dev.retinagate.http.HttpVerticle;
import dev.retinagate.http.ListenFailure;
import dev.retinagate.http.connection.ConnectionGuard;
import dev.retinagate.http.connection.RefusalCosts;
import dev.retinagate.http.intake.AdmissionControl;
import dev.retinagate.http.intake.Protocol;
import dev.retinagate.http.intake.Transfers;
import dev.retinagate.http.page.WebFiles;
import dev.retinagate.os.ServiceManager;
import dev.retinagate.telemetry.ConnectionMeters;
import dev.retinagate.telemetry.GatewayMeters;
import dev.retinagate.telemetry.Health;
import dev.retinagate.telemetry.JvmMeters;
import dev.retinagate.telemetry.ManagementServer;
import dev.retinagate.telemetry.ModelMeter;
import dev.retinagate.worker.Annotator;
import dev.retinagate.worker.Dispatcher;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.net.KeyCertOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

/**
 * A running node: deploys its parts, wires them, and drains them. Has no logic of requests.
 *
 * <p>Order of the start: classes are loaded; management, so that probes are answered early; the
 * public listener, which answers 503 until a worker is ready; the workers, while the code of a
 * request is compiled ({@link WarmUp}). Order of the drain: the other way round.
 */
public final class Gateway {

  /** For undeploying and closing, once the work is done or has been given up. */
  private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(3);

  private final Config config;
  private final ServedModels models;
  private final Workers workers;
  private final ModelReload reload;
  private final List<Protocol> protocols;
  private final NodeKeys keys;
  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final Admission admission;
  private final Dispatcher dispatcher;
  private final AdmissionControl control;
  private final Health health;
  private final GatewayMeters meters;
  private final ConnectionMeters connections;
  private final JvmMeters jvm;
  private final ConnectionGuard guard;
  private final Duration certificatePeriod;
  private final PublicListeners listeners;
  private final AtomicBoolean draining = new AtomicBoolean();
  private final Promise<Void> drained = Promise.promise();
  private volatile Optional<NodeCertificate> certificate = Optional.empty();
  private volatile ManagementServer management;
  private volatile Vertx vertx;
  private volatile Optional<ServiceReport> report = Optional.empty();

  /**
   * A node that has not been started.
   *
   * @param config the whole configuration
   * @param detectors of the only model; make one detector for each worker
   * @param annotator draws detections into a picture where the client wants it
   */
  public Gateway(Config config, DetectorFactory detectors, Annotator annotator) {
    this(config, detectors, annotator, Extensions.NONE);
  }

  /**
   * A node that has not been started, with more than the configuration says.
   *
   * @param config as for the other constructor
   * @param detectors likewise
   * @param annotator likewise
   * @param extensions what is beside the configuration
   */
  public Gateway(
      Config config, DetectorFactory detectors, Annotator annotator, Extensions extensions) {
    this(config, () -> List.of(detectors), annotator, extensions);
  }

  /**
   * A node of several models that has not been started.
   *
   * @param config as for the other constructors
   * @param opener opens the models, the default first; called now and for each reload
   * @param annotator likewise
   * @param extensions likewise
   * @throws dev.retinagate.detection.DetectorException if a model cannot be opened
   */
  public Gateway(
      Config config,
      Supplier<List<DetectorFactory>> opener,
      Annotator annotator,
      Extensions extensions) {
    this.config = config;
    List<DetectorFactory> detectors = opener.get();
    this.models = ServedModels.of(detectors);
    this.certificatePeriod = extensions.certificatePeriod();
    this.protocols = new ArrayList<>(extensions.protocols());
    protocols.addAll(0, Protocols.of(models, config));
    workers = new Workers(config.workers(), detectors, annotator);
    keys = new NodeKeys(config);
    int permits = workers.fast() + config.admission().queue();
    admission =
        new Admission(
            permits, config.admission().maxBytesInFlight(), keys.sharing(permits), models.count());
    jvm = new JvmMeters(registry);
    meters = new GatewayMeters(registry, models.names());
    RefusalCosts refusals = new RefusalCosts(extensions.threadCpuNanos());
    connections = new ConnectionMeters(registry, refusals::nanos);
    guard = new ConnectionGuard(config, connections::refused, connections::untrusted, refusals);
    listeners = new PublicListeners(guard);
    dispatcher =
        new Dispatcher(
            workers.fast(),
            workers.slow(),
            models.count(),
            workers.loneFrom(),
            config.workers().wedgedAfter(),
            meters,
            System::nanoTime);
    meters.watch(admission, dispatcher::stats);
    health = new Health(admission, dispatcher::stats, models.names());
    meters.watch(health);
    reload = new ModelReload(opener, models, workers, health);
    new ModelMeter(models).bindTo(registry);
    control =
        new AdmissionControl(
            admission,
            health,
            dispatcher::stats,
            new Transfers(System::nanoTime),
            new UntakenAnswers(System::nanoTime),
            keys.gate(meters));
  }

  /**
   * Starts the node. Blocks the calling thread while classes are loaded.
   *
   * @return completes when the node serves; fails when a port is taken or a detector cannot be
   *     built, and then nothing is left running
   */
  public Future<Gateway> start() {
    vertx = VertxFactory.serving(config.http().eventLoops(), guard.transport());
    return orClosed(
            keys.load(vertx)
                .compose(loaded -> NodeCertificate.read(config.tls(), vertx))
                .onSuccess(certificate -> this.certificate = certificate)
                .compose(read -> vertx.executeBlocking(() -> WebFiles.load("web")))
                .compose(this::deployWarm)
                .onSuccess(up -> certificate.ifPresent(this::follow)))
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
    return orClosed(deployServers(web).compose(up -> workers.deploy(vertx)));
  }

  /** Admits pictures from now on. */
  void serve() {
    health.enter(Health.Phase.SERVING);
  }

  private void follow(NodeCertificate certificate) {
    certificate.follow(registry, certificatePeriod, this::use);
  }

  private Future<?> use(KeyCertOptions certificate) {
    return Future.join(listeners.use(certificate), management.use(certificate));
  }

  private Future<?> deployWarm(WebFiles web) {
    return offVertx(() -> WarmUp.loadClasses(web))
        .compose(loaded -> deployServers(web))
        .compose(up -> Future.join(workers.deploy(vertx), offVertx(() -> WarmUp.compile(web))));
  }

  private Future<?> deployServers(WebFiles web) {
    management =
        new ManagementServer(
            config.management(),
            certificate.map(NodeCertificate::options),
            health,
            registry,
            keys.ofManagement(),
            this::reload);
    return vertx
        .deployVerticle(management, new DeploymentOptions())
        .recover(
            ListenFailure.of(
                "the management listener (management.host, management.port)",
                config.management().host(),
                config.management().port()))
        .compose(up -> vertx.deployVerticle(dispatcher, new DeploymentOptions()))
        .compose(up -> deployListeners(web));
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

  /** The models that are served. */
  public ServedModels models() {
    return models;
  }

  /**
   * Loads the models again, as they are on disk, and exchanges them between pictures.
   *
   * @return the versions in use; fails, and nothing has changed, if one is broken
   */
  public Future<List<ModelDescription>> reload() {
    return reload.run(vertx);
  }

  /** A public port, the one in cleartext if it is on; known once the node has started. */
  public int port() {
    return listeners.ports().findFirst().orElseThrow();
  }

  /** The port of the management server, known once the node has started. */
  public int managementPort() {
    return management.actualPort();
  }

  /** All ports, known once the node has started. */
  public Ports ports() {
    return new Ports(listeners.http(), listeners.tls(), managementPort());
  }

  /**
   * Reports to the service manager that the node is ready, and from now on what it does, until it
   * is closed. To be called once the node has started.
   */
  public void reportTo(ServiceManager manager) {
    if (manager.isPresent()) {
      ServiceReport made = new ServiceReport(manager, health);
      report = Optional.of(made);
      made.begin(vertx);
    }
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
      report.ifPresent(ServiceReport::stopping);
      admission.drain();
      new Drain(vertx, admission, config.drain())
          .await()
          .compose(idle -> listeners.shutdown(vertx, CLOSE_TIMEOUT))
          .onComplete(shut -> close().onComplete(closed -> drained.complete()));
    }
    return drained.future();
  }

  private Future<String> deployListeners(WebFiles web) {
    HttpVerticle.Parts parts =
        new HttpVerticle.Parts(config, models, control, dispatcher, health, meters, web, protocols);
    connections.watch(listeners::connections);
    return listeners.deploy(
        vertx, parts, certificate.map(NodeCertificate::options), config.http().eventLoops());
  }

  /**
   * Closes everything, or gives up: a worker that hangs in native code cannot be undeployed, and
   * must not hold up the exit. The returned future has no Vert.x context: an event loop that has
   * ended would never complete it.
   */
  Future<Void> close() {
    report.ifPresent(ServiceReport::end);
    jvm.close();
    certificate.ifPresent(NodeCertificate::close);
    return Future.fromCompletionStage(
        guard
            .stopAccepting()
            .compose(closed -> vertx.close())
            .toCompletionStage()
            .toCompletableFuture()
            .orTimeout(CLOSE_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS));
  }
}
