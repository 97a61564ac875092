package dev.retinagate.node;

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
import dev.retinagate.detection.Thresholds;
import dev.retinagate.http.page.WebFiles;
import dev.retinagate.worker.AnnotatedPicture;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends requests through a {@link Gateway} of its own, on loopback and with a detector that does
 * nothing, before the process serves clients. Two parts, each done once in a process and each
 * blocking; a failure is logged and does no harm.
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

  /** Several reads long, as a camera's picture is. */
  private static final byte[] PICTURE =
      request("POST /detect", "Content-Type: image/jpeg\r\n", "x".repeat(40_000));

  private static final Duration MAX_REPETITION = Duration.ofSeconds(2);

  /** Beyond that, further compiling makes no difference that can be measured. */
  private static final int REPETITIONS = 10_000;

  private static final int PERMITS = 8;

  /** More than there are permits, so that some pictures are refused. */
  private static final int CONNECTIONS = 2 * PERMITS;

  private WarmUp() {}

  /**
   * Sends each kind of request once. Loading some thousand classes takes the better part of a
   * second; done here, it holds up neither the first clients nor an event loop that serves.
   */
  static void loadClasses(WebFiles web) {
    if (!LOADED.getAndSet(true)) {
      run(web, WarmUp::sendEachRequest);
    }
  }

  /**
   * Sends pictures, some admitted and some refused, as often as two seconds allow. Code that is
   * compiled here need not be compiled while the node serves, when the compilers run at a low
   * priority: a node is added because the others are full, so its first load is more than it can
   * serve.
   */
  static void compile(WebFiles web) {
    if (!COMPILED.getAndSet(true)) {
      run(web, WarmUp::sendPictures);
    }
  }

  private static void sendEachRequest(Gateway node) throws IOException {
    WarmUpClient client = new WarmUpClient(node.port());
    client.exchange(REQUESTS.get(0));
    node.serve();
    for (byte[] request : REQUESTS) {
      client.exchange(request);
    }
    new WarmUpClient(node.managementPort()).exchange(METRICS);
  }

  private static void sendPictures(Gateway node) throws IOException {
    node.serve();
    int sent =
        new WarmUpClient(node.port()).repeat(PICTURE, CONNECTIONS, REPETITIONS, MAX_REPETITION);
    LOG.info("warmed up with {} pictures", sent);
  }

  private static void run(WebFiles web, Use use) {
    try {
      Gateway node =
          new Gateway(
              config(),
              new IdleDetectors(),
              (picture, scene, format) -> new AnnotatedPicture(Buffer.buffer(new byte[1]), 1));
      await(node.rehearse(web));
      try {
        use.of(node);
      } finally {
        await(node.close());
      }
    } catch (ConfigException | IOException | RuntimeException e) {
      LOG.warn("the warm-up failed; the first requests will be slower", e);
    }
  }

  private static Config config() throws ConfigException {
    return new ConfigLoader(1)
        .defaultsBut(
            Map.of(
                "http.host", "127.0.0.1",
                "http.port", "0",
                "http.access-log", "false",
                "admission.queue", String.valueOf(PERMITS - 1),
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

  private interface Use {
    void of(Gateway node) throws IOException;
  }

  /** Answers the same detection for every picture, without reading it. */
  private static final class IdleDetectors implements DetectorFactory, Detector {

    @Override
    public ModelDescription model() {
      return new ModelDescription(
          "warm-up",
          "none",
          "none",
          "none",
          Map.of(),
          new Thresholds(0.5f, 0.5f, 300),
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
