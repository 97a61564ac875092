package dev.retinagate.node;

import dev.retinagate.admission.Admission;
import dev.retinagate.config.Config;
import dev.retinagate.config.ConfigException;
import dev.retinagate.config.ConfigLoader;
import dev.retinagate.detection.Box;
import dev.retinagate.detection.Detection;
import dev.retinagate.detection.DetectionQuery;
import dev.retinagate.detection.Detections;
import dev.retinagate.detection.Detector;
import dev.retinagate.detection.DetectorFactory;
import dev.retinagate.detection.Labels;
import dev.retinagate.detection.ModelDescription;
import dev.retinagate.detection.StageTimes;
import dev.retinagate.http.HttpVerticle;
import dev.retinagate.http.connection.ConnectionGuard;
import dev.retinagate.http.page.WebFiles;
import dev.retinagate.telemetry.GatewayMeters;
import dev.retinagate.telemetry.Health;
import dev.retinagate.telemetry.ManagementServer;
import dev.retinagate.worker.Backoff;
import dev.retinagate.worker.DetectionWorker;
import dev.retinagate.worker.Dispatcher;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.ThreadingModel;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs the ways of a request, on loopback and with a detector that does nothing, in a Vert.x of its
 * own. Two parts, each done once in a process and each blocking; a failure is told and does no
 * harm.
 */
final class WarmUp {

  private static final Logger LOG = LoggerFactory.getLogger(WarmUp.class);
  private static final AtomicBoolean LOADED = new AtomicBoolean();
  private static final AtomicBoolean COMPILED = new AtomicBoolean();
  private static final long PATIENCE_SECONDS = 10;
  private static final String CLOSE = "Connection: close\r\n";
  private static final byte[] METRICS = request("GET /metrics", CLOSE, "");
  private static final List<byte[]> REQUESTS =
      List.of(
          request("POST /detect", CLOSE + "Content-Type: image/jpeg\r\n", "x"),
          request(
              "POST /detect?threshold=0.5&labels=thing&max=3",
              CLOSE + "Content-Type: multipart/form-data; boundary=B\r\n",
              "--B\r\nContent-Disposition: form-data; name=\"a\"; filename=\"a\"\r\n\r\nx\r\n--B--\r\n"),
          request("POST /detect?annotate=true", CLOSE + "Accept: image/jpeg\r\n", "x"),
          request("POST /detect?unknown=1", CLOSE + "Expect: 100-continue\r\n", ""),
          request("GET /health", CLOSE, ""),
          request("GET /models", CLOSE, ""),
          request("GET /", CLOSE, ""));

  /** Several reads long, as that of a camera is. */
  private static final byte[] PICTURE =
      request("POST /detect", "Content-Type: image/jpeg\r\n", "x".repeat(40_000));

  private static final Duration MAX_REPETITION = Duration.ofMillis(1500);

  /** Beyond that the compilers have little left to do that would be noticed. */
  private static final int REPETITIONS = 10_000;

  /** More than there are places, so that some are refused. */
  private static final int CONNECTIONS = 16;

  private static final int PLACES = 8;

  private WarmUp() {}

  /**
   * Each way once. Loading some thousand classes takes the better part of a second; done here, it
   * neither holds up an event loop that serves nor the first clients.
   */
  static void loadClasses(WebFiles web) {
    if (!LOADED.getAndSet(true)) {
      run(web, WarmUp::askForEverything);
    }
  }

  /**
   * Admitted and refused pictures as often as a second and a half allows. What is compiled here
   * need not be while the node serves, when the compilers give way: a node is added because the
   * others are full, so the first thing that it meets is more than it can do.
   */
  static void compile(WebFiles web) {
    if (!COMPILED.getAndSet(true)) {
      run(web, WarmUp::sendPictures);
    }
  }

  private static void askForEverything(Node node) throws IOException {
    WarmUpClient client = new WarmUpClient(node.listener.actualPort());
    client.exchange(REQUESTS.get(0));
    node.health.enter(Health.Phase.SERVING);
    for (byte[] request : REQUESTS) {
      client.exchange(request);
    }
    new WarmUpClient(node.management.actualPort()).exchange(METRICS);
  }

  private static void sendPictures(Node node) throws IOException {
    node.health.enter(Health.Phase.SERVING);
    int sent =
        new WarmUpClient(node.listener.actualPort())
            .repeat(PICTURE, CONNECTIONS, REPETITIONS, MAX_REPETITION);
    LOG.info("warmed up with {} pictures", sent);
  }

  private static void run(WebFiles web, Use use) {
    try {
      Config config = config();
      Vertx vertx =
          Vertx.builder().withTransport(new ConnectionGuard(config, () -> {}).transport()).build();
      try {
        use.of(start(vertx, config, web));
      } finally {
        await(vertx.close());
      }
    } catch (ConfigException | IOException | RuntimeException e) {
      LOG.warn("the warm-up failed; the first requests will be slower", e);
    }
  }

  private static Node start(Vertx vertx, Config config, WebFiles web) {
    IdleDetectors detectors = new IdleDetectors();
    PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    GatewayMeters meters = new GatewayMeters(registry);
    Admission admission = new Admission(PLACES, config.admission().maxBytesInFlight());
    Dispatcher dispatcher =
        new Dispatcher(1, config.workers().wedgedAfter(), meters, System::nanoTime);
    meters.watch(admission, dispatcher::figures);
    Health health = new Health(admission, dispatcher::figures, detectors.model().name());
    ManagementServer management =
        new ManagementServer(
            config.management().host(), config.management().port(), health, registry);
    HttpVerticle listener =
        new HttpVerticle(
            new HttpVerticle.Parts(
                config, detectors.model(), admission, dispatcher, health, meters, web),
            Optional.empty());
    DetectionWorker worker =
        new DetectionWorker(
            0, detectors, (picture, found, format) -> new byte[1], Backoff.FOR_DETECTORS);

    await(vertx.deployVerticle(dispatcher, new DeploymentOptions()));
    await(
        vertx.deployVerticle(
            worker, new DeploymentOptions().setThreadingModel(ThreadingModel.WORKER)));
    await(vertx.deployVerticle(management, new DeploymentOptions()));
    await(vertx.deployVerticle(listener, new DeploymentOptions()));
    return new Node(listener, management, health);
  }

  private static Config config() throws ConfigException {
    return new ConfigLoader(1)
        .defaultsBut(
            Map.of(
                "http.host", "127.0.0.1",
                "http.port", "0",
                "http.access-log", "false",
                "admission.refusal-percent", "100",
                "management.host", "127.0.0.1",
                "management.port", "0"));
  }

  private static byte[] request(String methodAndPath, String headers, String body) {
    return "%s HTTP/1.1\r\nHost: localhost\r\nContent-Length: %d\r\n%s\r\n%s"
        .formatted(methodAndPath, body.length(), headers, body)
        .getBytes(StandardCharsets.US_ASCII);
  }

  private static <T> void await(Future<T> future) {
    future
        .toCompletionStage()
        .toCompletableFuture()
        .orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS)
        .join();
  }

  private record Node(HttpVerticle listener, ManagementServer management, Health health) {}

  private interface Use {
    void of(Node node) throws IOException;
  }

  /** Finds one thing in every picture, without looking. */
  private static final class IdleDetectors implements DetectorFactory, Detector {

    @Override
    public ModelDescription model() {
      return new ModelDescription(
          "warm-up",
          "none",
          "none",
          Map.of(),
          0.5f,
          new Labels(List.of("thing")),
          Map.of(),
          Map.of());
    }

    @Override
    public Detector create() {
      return this;
    }

    @Override
    public Detections detect(ByteBuffer picture, DetectionQuery query) {
      Detection thing = new Detection(0, "thing", 1, new Box(0, 0, 1, 1));
      return new Detections(1, 1, List.of(thing), new StageTimes(0, 0, 0, 0));
    }

    @Override
    public void close() {
      // Holds nothing.
    }
  }
}
