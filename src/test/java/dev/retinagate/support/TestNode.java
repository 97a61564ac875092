package dev.retinagate.support;

import static org.assertj.core.api.Assertions.assertThat;

import dev.retinagate.config.Config;
import dev.retinagate.config.ConfigLoader;
import dev.retinagate.detection.DetectorFactory;
import dev.retinagate.http.intake.Protocol;
import dev.retinagate.node.Extensions;
import dev.retinagate.node.Gateway;
import dev.retinagate.worker.AnnotatedPicture;
import dev.retinagate.worker.Annotator;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** A whole node on free ports of loopback, with stub detectors: two workers, two in the queue. */
public final class TestNode implements AutoCloseable {

  /** Workers and queue together. */
  public static final int PERMITS = 4;

  /** The picture that is annotated at length. */
  public static final String LARGE = "large";

  /** The picture that is annotated four times as large. */
  public static final String SMALL = "small";

  /** The picture that cannot be annotated. */
  public static final String UNDRAWABLE = "undrawable";

  /** More than the sockets of a connection take. */
  public static final int LARGE_ANSWER_BYTES = 32 << 20;

  /** A node looks at its certificate so often that a test need not wait. */
  private static final int CERTIFICATE_PERIOD_MILLIS = 5;

  private static final long PATIENCE_SECONDS = 60;

  private final List<StubDetectors> models;
  private final StubDetectors detectors;
  private final AtomicReference<RuntimeException> broken = new AtomicReference<>();
  private final AtomicReference<List<StubDetectors>> onDisk = new AtomicReference<>();
  private final List<RawClient> clients = new CopyOnWriteArrayList<>();
  private final AtomicLong threadCpuNanos = new AtomicLong();
  private final AtomicLong readingNanos = new AtomicLong();
  private final Wire wire;
  private final Gateway gateway;

  /**
   * Starts a node.
   *
   * @param changes keys and values beyond the tests' own
   */
  public TestNode(Map<String, String> changes) throws Exception {
    this(changes, detectors -> {});
  }

  /**
   * Starts a node.
   *
   * @param changes keys and values beyond the tests' own
   * @param before told the detectors before any is made
   */
  public TestNode(Map<String, String> changes, Consumer<StubDetectors> before) throws Exception {
    this(changes, before, Wire.CLEARTEXT, List.of());
  }

  /**
   * Starts a node that speaks further protocols.
   *
   * @param changes keys and values beyond the tests' own
   * @param others beside the node's own
   */
  public TestNode(Map<String, String> changes, List<Protocol> others) throws Exception {
    this(changes, detectors -> {}, Wire.CLEARTEXT, others);
  }

  /**
   * Starts a node whose public listener may speak TLS.
   *
   * @param changes keys and values beyond the tests' own
   * @param wire to the public listener
   */
  public TestNode(Map<String, String> changes, Wire wire) throws Exception {
    this(changes, detectors -> {}, wire, List.of());
  }

  /**
   * Starts a node of several models.
   *
   * @param changes keys and values beyond the tests' own
   * @param names of the models, the default first
   */
  public static TestNode ofModels(Map<String, String> changes, String... names) throws Exception {
    return new TestNode(
        changes,
        detectors -> {},
        Wire.CLEARTEXT,
        List.of(),
        Stream.of(names).map(StubDetectors::new).toList());
  }

  private TestNode(
      Map<String, String> changes, Consumer<StubDetectors> before, Wire wire, List<Protocol> others)
      throws Exception {
    this(changes, before, wire, others, List.of(new StubDetectors()));
  }

  private TestNode(
      Map<String, String> changes,
      Consumer<StubDetectors> before,
      Wire wire,
      List<Protocol> others,
      List<StubDetectors> models)
      throws Exception {
    this.wire = wire;
    this.models = models;
    this.detectors = models.get(0);
    onDisk.set(models);
    before.accept(detectors);
    Map<String, String> flags = new HashMap<>();
    flags.put("http.host", "127.0.0.1");
    flags.put("http.port", "0");
    flags.put("management.port", "0");
    flags.put("workers.count", "2");
    flags.put("admission.queue", String.valueOf(PERMITS - 2));
    flags.put("drain.probe-period", "1ms");
    flags.put("http.linger-timeout", "500ms");
    flags.putAll(wire.flags());
    flags.putAll(changes);
    Config config = new ConfigLoader(2).defaultsBut(flags);
    Annotator annotator =
        (picture, scene, format) -> {
          String text = StandardCharsets.US_ASCII.decode(picture.duplicate()).toString();
          if (text.equals(UNDRAWABLE)) {
            throw new IllegalStateException("annotator of the test");
          }
          return new AnnotatedPicture(
              text.equals(LARGE)
                  ? Buffer.buffer(new byte[LARGE_ANSWER_BYTES])
                  : Buffer.buffer(format + ":" + scene.drawn().size()),
              text.equals(SMALL) ? 4 : 1);
        };
    BlockedThreads.watch();
    Extensions extensions =
        new Extensions(
            others,
            Duration.ofMillis(CERTIFICATE_PERIOD_MILLIS),
            () -> threadCpuNanos.addAndGet(readingNanos.get()));
    gateway = new Gateway(config, this::open, annotator, extensions);
    await(gateway.start());
    detectors.awaitCreated(config.workers().count());
  }

  private List<DetectorFactory> open() {
    if (broken.get() != null) {
      throw broken.get();
    }
    return List.copyOf(onDisk.get());
  }

  public StubDetectors detectors() {
    return detectors;
  }

  /** The detectors of a model, by its index. */
  public StubDetectors detectors(int model) {
    return models.get(model);
  }

  /** A reload finds models that cannot be opened; null for models that can. */
  public void breakModels(RuntimeException reason) {
    broken.set(reason);
  }

  /** A reload finds other versions of the models; none of their pictures may wait at the end. */
  public void putOnDisk(StubDetectors... newer) {
    onDisk.set(List.of(newer));
  }

  /** Has each refusal cost an event loop at least so much CPU time; at first they cost nothing. */
  public void refusalsCost(Duration cpuTime) {
    readingNanos.set(cpuTime.toNanos());
  }

  public Gateway gateway() {
    return gateway;
  }

  /** A client of the public listener; closed with the node, if it is not before. */
  public RawClient client() throws IOException {
    RawClient client =
        new RawClient(
            wire == Wire.TLS ? gateway.ports().tls().orElseThrow() : gateway.port(), wire);
    clients.add(client);
    return client;
  }

  /** A client that connects from this address of the loopback; closed with the node. */
  public RawClient clientFrom(String address) throws IOException {
    RawClient client = RawClient.from(address, gateway.port());
    clients.add(client);
    return client;
  }

  public RawClient managementClient() throws IOException {
    return new RawClient(gateway.managementPort());
  }

  /** The health report of this moment. */
  public JsonObject health() throws IOException {
    try (RawClient client = managementClient()) {
      return new JsonObject(client.request("GET /health").response().text());
    }
  }

  /** Waits until so many pictures hold a permit and so many uploads are under way. */
  public void awaitInside(int pictures, int uploads) throws IOException {
    awaitHealth(
        report ->
            report.getJsonObject("admission").getInteger("inFlight") == pictures
                && report.getJsonObject("admission").getInteger("uploading") == uploads);
  }

  /** Asks for the health report until it is as it should be; fails if it never is. */
  public void awaitHealth(Predicate<JsonObject> asItShouldBe) throws IOException {
    long giveUp = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    JsonObject report = health();
    while (!asItShouldBe.test(report)) {
      assertThat(System.nanoTime() - giveUp).as(report.encode()).isNegative();
      report = health();
    }
  }

  /**
   * Waits until every permit and every byte has been returned. The event loop that owns each
   * returns it, so that an answer, or one of the two, may be seen before the other.
   */
  public void awaitNothingHeld() throws IOException {
    awaitHealth(
        report ->
            report.getJsonObject("admission").getInteger("inFlight") == 0
                && report.getJsonObject("admission").getInteger("uploading") == 0
                && report.getJsonObject("admission").getLong("bytesInFlight") == 0);
  }

  /** The metrics of this moment. */
  public String metrics() throws IOException {
    try (RawClient client = managementClient()) {
      return client.request("GET /metrics").response().text();
    }
  }

  /** Pictures in flight, as the health report has it. */
  public int inFlight() throws IOException {
    return health().getJsonObject("admission").getInteger("inFlight");
  }

  /** Bytes reserved for uploads, as the health report has it. */
  public long bytesInFlight() throws IOException {
    return health().getJsonObject("admission").getLong("bytesInFlight");
  }

  /** Waits for a future; fails if it does, or takes too long. */
  public static <T> T await(Future<T> future) {
    return future
        .toCompletionStage()
        .toCompletableFuture()
        .orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS)
        .join();
  }

  @Override
  public void close() {
    for (RawClient client : clients) {
      try {
        client.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    models.forEach(model -> model.letGo(1_000));
    await(gateway.drain());
    assertThat(BlockedThreads.drainWarnings()).isEmpty();
  }
}
