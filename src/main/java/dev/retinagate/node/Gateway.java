package dev.retinagate.node;

import dev.retinagate.admission.Admission;
import dev.retinagate.config.Config;
import dev.retinagate.detection.DetectorFactory;
import dev.retinagate.http.HttpVerticle;
import dev.retinagate.http.connection.ConnectionGuard;
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
import io.vertx.core.VertxOptions;
import io.vertx.core.transport.Transport;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A running node: deploys the parts, wires them, and drains them. Has no logic of requests.
 *
 * <p>Order of the start: management, so that probes are answered from the first moment; the public
 * listener, which answers 503 until there is a worker; the workers. Order of the drain: the other
 * way round.
 */
public final class Gateway {

  private static final Logger LOG = LoggerFactory.getLogger(Gateway.class);

  /** Beside the HTTP verticles: one loop for the dispatcher, one for management. */
  private static final int OTHER_EVENT_LOOPS = 2;

  private static final long BLOCKED_EVENT_LOOP_MILLIS = 100;

  /** A large network on a slow core takes seconds; beyond this something hangs. */
  private static final long BLOCKED_WORKER_SECONDS = 120;

  private static final long DRAIN_POLL_MILLIS = 20;

  /** What undeploying and closing may take, once the work is done or has been given up. */
  private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(3);

  private final Config config;
  private final DetectorFactory detectors;
  private final Annotator annotator;
  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final Admission admission;
  private final Dispatcher dispatcher;
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
   * @param config everything that can be set
   * @param detectors makes one detector for each worker
   * @param annotator draws where an annotated picture is wanted
   */
  public Gateway(Config config, DetectorFactory detectors, Annotator annotator) {
    this.config = config;
    this.detectors = detectors;
    this.annotator = annotator;
    int workers = config.workers().count();
    admission =
        new Admission(workers + config.admission().queue(), config.admission().maxBytesInFlight());
    guard = new ConnectionGuard(config);
    jvm = new JvmMeters(registry);
    meters = new GatewayMeters(registry);
    dispatcher = new Dispatcher(workers, config.workers().wedgedAfter(), meters, System::nanoTime);
    meters.watch(admission, dispatcher::figures);
    health = new Health(admission, dispatcher::figures, detectors.model().name());
    meters.watch(health);
    management =
        new ManagementServer(
            config.management().host(), config.management().port(), health, registry);
  }

  /**
   * Starts the node. Blocks the calling thread while classes are loaded.
   *
   * @return completes when it serves; fails when a port is taken or a detector cannot be built, and
   *     then nothing is left running
   */
  public Future<Gateway> start() {
    vertx = buildVertx();
    tellTransport();
    Promise<Gateway> started = Promise.promise();
    vertx
        .executeBlocking(() -> WebFiles.load("web"))
        .compose(this::deployAll)
        .onSuccess(
            up -> {
              health.enter(Health.Phase.SERVING);
              started.complete(this);
            })
        .onFailure(failed -> close().onComplete(closed -> started.fail(failed)));
    return started.future();
  }

  private Future<?> deployAll(WebFiles web) {
    return offVertx(() -> WarmUp.loadClasses(web))
        .compose(warm -> deployManagement())
        .compose(up -> vertx.deployVerticle(dispatcher, new DeploymentOptions()))
        .compose(
            up ->
                deployListeners(web)
                    .recover(
                        ListenFailure.of(
                            "the public listener (http.host, http.port)",
                            config.http().host(),
                            config.http().port())))
        .compose(up -> Future.join(deployWorkers(), offVertx(() -> WarmUp.compile(web))));
  }

  private Future<String> deployManagement() {
    return vertx
        .deployVerticle(management, new DeploymentOptions())
        .recover(
            ListenFailure.of(
                "the management listener (management.host, management.port)",
                config.management().host(),
                config.management().port()));
  }

  /** On a thread that is not Vert.x's: the warm-up has a Vert.x of its own. */
  private static Future<Void> offVertx(Runnable task) {
    return Future.fromCompletionStage(CompletableFuture.runAsync(task));
  }

  /** The port of the public listener; to be asked once the node has started. */
  public int port() {
    return listeners.get(0).actualPort();
  }

  /** The port of the management server; to be asked once the node has started. */
  public int managementPort() {
    return management.actualPort();
  }

  /**
   * Ends the node without losing what it has admitted: answers "not ready" for a probe period,
   * finishes the work within its bound, closes. Idempotent.
   *
   * @return completes when everything is closed, or has been given up; never fails
   */
  public Future<Void> drain() {
    if (draining.compareAndSet(false, true)) {
      LOG.info("draining: not ready for {} s", seconds(config.drain().probePeriod()));
      health.enter(Health.Phase.DRAINING);
      admission.drain();
      vertx
          .timer(atLeastOne(config.drain().probePeriod()), TimeUnit.MILLISECONDS)
          .compose(probed -> awaitIdle())
          .compose(idle -> shutdownListeners())
          .onComplete(shut -> close().onComplete(closed -> drained.complete()));
    }
    return drained.future();
  }

  private Vertx buildVertx() {
    VertxOptions options =
        new VertxOptions()
            .setEventLoopPoolSize(config.http().eventLoops() + OTHER_EVENT_LOOPS)
            .setMaxEventLoopExecuteTime(BLOCKED_EVENT_LOOP_MILLIS)
            .setMaxEventLoopExecuteTimeUnit(TimeUnit.MILLISECONDS)
            .setBlockedThreadCheckInterval(BLOCKED_EVENT_LOOP_MILLIS)
            .setBlockedThreadCheckIntervalUnit(TimeUnit.MILLISECONDS);
    return Vertx.builder().with(options).withTransport(guard.transport()).build();
  }

  private void tellTransport() {
    if (vertx.isNativeTransportEnabled()) {
      LOG.info("transport: native epoll");
    } else {
      Throwable why = Transport.EPOLL.unavailabilityCause();
      LOG.info("transport: NIO, since epoll is not available: {}", String.valueOf(why));
    }
  }

  private Future<String> deployListeners(WebFiles web) {
    HttpVerticle.Parts parts =
        new HttpVerticle.Parts(
            config, detectors.model(), admission, dispatcher, health, meters, web);
    meters.watchConnections(() -> listeners.isEmpty() ? 0 : guard.open(port()));
    return vertx.deployVerticle(
        () -> {
          HttpVerticle listener = new HttpVerticle(parts);
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

  private Future<Void> awaitIdle() {
    Promise<Void> idle = Promise.promise();
    long giveUpNanos = System.nanoTime() + config.drain().timeout().toNanos();
    vertx.setPeriodic(
        DRAIN_POLL_MILLIS,
        timer -> {
          Admission.Figures figures = admission.figures();
          boolean late = System.nanoTime() - giveUpNanos >= 0;
          if (figures.isIdle() || late) {
            vertx.cancelTimer(timer);
            if (!figures.isIdle()) {
              LOG.warn(
                  "draining: {} pictures, {} uploads and {} bytes of them and of answers given up",
                  figures.inFlight(),
                  figures.uploading(),
                  figures.bytesReserved());
            }
            idle.complete();
          }
        });
    return idle.future();
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
   * must not hold up the exit. The answer has no context: an event loop that is gone completes
   * nothing.
   */
  private Future<Void> close() {
    jvm.close();
    return Future.fromCompletionStage(
        guard
            .stopAccepting()
            .compose(closed -> vertx.close())
            .toCompletionStage()
            .toCompletableFuture()
            .orTimeout(CLOSE_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS));
  }

  /** As 2 or 0.25. */
  private static String seconds(Duration duration) {
    return BigDecimal.valueOf(duration.toMillis(), 3).stripTrailingZeros().toPlainString();
  }

  private static long atLeastOne(Duration duration) {
    return Math.max(1, duration.toMillis());
  }
}
