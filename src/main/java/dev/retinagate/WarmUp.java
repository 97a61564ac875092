package dev.retinagate;

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
import dev.retinagate.http.WebFiles;
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
import io.vertx.core.VertxOptions;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs the way of a request once, on loopback and with a detector that does nothing, in a Vert.x of
 * its own. Loading some thousand classes takes the better part of a second; done here, it neither
 * holds up an event loop that serves nor the first clients.
 */
final class WarmUp {

  private static final Logger LOG = LoggerFactory.getLogger(WarmUp.class);
  private static final AtomicBoolean DONE = new AtomicBoolean();
  private static final long PATIENCE_SECONDS = 10;
  private static final List<String> REQUESTS =
      List.of(
          request("POST /detect", "Content-Type: image/jpeg\r\n", "x"),
          request(
              "POST /detect?threshold=0.5&labels=thing&max=3",
              "Content-Type: multipart/form-data; boundary=B\r\n",
              "--B\r\nContent-Disposition: form-data; name=\"a\"; filename=\"a\"\r\n\r\nx\r\n--B--\r\n"),
          request("POST /detect?annotate=true", "Accept: image/jpeg\r\n", "x"),
          request("POST /detect?unknown=1", "Expect: 100-continue\r\n", ""),
          request("GET /health", "", ""),
          request("GET /models", "", ""),
          request("GET /", "", ""));

  private WarmUp() {}

  /** Blocking. Done once in a process; a failure is told and does no harm. */
  static void once() {
    if (DONE.compareAndSet(false, true)) {
      Vertx vertx = Vertx.vertx(new VertxOptions().setPreferNativeTransport(true));
      try {
        run(vertx);
      } catch (ConfigException | IOException | RuntimeException e) {
        LOG.warn("the warm-up failed; the first requests will be slower", e);
      } finally {
        await(vertx.close());
      }
    }
  }

  private static void run(Vertx vertx) throws ConfigException, IOException {
    Config config = config();
    IdleDetectors detectors = new IdleDetectors();
    PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    GatewayMeters meters = new GatewayMeters(registry);
    Admission admission = new Admission(1, config.admission().maxBytesInFlight());
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
                config,
                detectors.model(),
                admission,
                dispatcher,
                health,
                meters,
                WebFiles.load("web")));
    DetectionWorker worker =
        new DetectionWorker(
            0, detectors, (picture, found, format) -> new byte[1], Backoff.FOR_DETECTORS);

    await(vertx.deployVerticle(dispatcher, new DeploymentOptions()));
    await(
        vertx.deployVerticle(
            worker, new DeploymentOptions().setThreadingModel(ThreadingModel.WORKER)));
    await(vertx.deployVerticle(management, new DeploymentOptions()));
    await(vertx.deployVerticle(listener, new DeploymentOptions()));
    exchange(listener.actualPort(), REQUESTS.get(0));
    health.enter(Health.Phase.SERVING);
    for (String request : REQUESTS) {
      exchange(listener.actualPort(), request);
    }
    exchange(management.actualPort(), request("GET /metrics", "", ""));
  }

  private static Config config() throws ConfigException {
    return new ConfigLoader(1)
        .defaultsBut(
            Map.of(
                "http.host", "127.0.0.1",
                "http.port", "0",
                "http.access-log", "false",
                "management.host", "127.0.0.1",
                "management.port", "0"));
  }

  private static String request(String methodAndPath, String headers, String body) {
    return "%s HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Length: %d\r\n%s\r\n%s"
        .formatted(methodAndPath, body.length(), headers, body);
  }

  private static void exchange(int port, String request) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout((int) TimeUnit.SECONDS.toMillis(PATIENCE_SECONDS));
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      socket.getInputStream().readAllBytes();
    }
  }

  private static <T> void await(Future<T> future) {
    future
        .toCompletionStage()
        .toCompletableFuture()
        .orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS)
        .join();
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
