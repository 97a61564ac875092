package dev.retinagate.support;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The packaged jar as a process of its own, serving the built-in model on free ports. It runs in an
 * empty folder and without the desk's settings, so that what it needs is seen to be in the jar, and
 * never outlives the test run.
 *
 * <p>Closing it is a check as well: SIGTERM ends it with status 0, and its log is fit to be read.
 */
public final class JarNode implements AutoCloseable {

  /** Of the fields behind the name in {@code /proc/PID/task/TID/stat}. */
  private static final int NICE = 16;

  private static final Path JAR = Path.of("target", "retinagate.jar").toAbsolutePath();
  private static final Duration PATIENCE = Duration.ofMinutes(4);
  private static final long POLL_MILLIS = 20;
  private static final Path PICTURES = Path.of("src", "test", "resources", "pictures");
  private static final Pattern SERVING =
      Pattern.compile(
          "serving \\S+ \\([^)]+\\)(?:, \\S+ \\([^)]+\\))* on https?://127\\.0\\.0\\.1:(\\d+)/, management on http://[0-9.]+:(\\d+)/");

  /** Longer than any line of the log, and far shorter than a picture. */
  private static final int MAX_LOG_LINE_LENGTH = 400;

  private final Path folder;
  private final Path log;
  private final Process process;
  private final Thread lastResort;
  private final Duration startToReady;
  private final Wire wire;
  private final HttpClient client;
  private int port;
  private int managementPort;

  /** Starts the jar with further arguments and waits until it is ready. */
  public JarNode(String... arguments) throws IOException, InterruptedException {
    this(List.of(), arguments);
  }

  /** Starts the jar in a JVM with these options and waits until it is ready. */
  public JarNode(List<String> jvmOptions, String... arguments)
      throws IOException, InterruptedException {
    this(Wire.CLEARTEXT, jvmOptions, arguments);
  }

  /** Starts a node whose public listener may speak TLS, and waits until it is ready. */
  public JarNode(Wire wire, List<String> jvmOptions, String... arguments)
      throws IOException, InterruptedException {
    this.wire = wire;
    this.client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .sslContext(TestCertificate.trusting())
            .build();
    if (!Files.isRegularFile(JAR)) {
      throw new IllegalStateException(JAR + " is missing; run mvn verify, or mvn package first");
    }
    folder = Files.createTempDirectory("retinagate-empty");
    log = Files.createTempFile("retinagate-node", ".log");
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(jvmOptions);
    command.addAll(List.of("-jar", JAR.toString(), "serve"));
    command.addAll(List.of("--host", "127.0.0.1"));
    command.addAll(List.of("--management-port", "0"));
    if (!List.of(arguments).contains("--port")) {
      wire.flags().forEach((key, value) -> command.addAll(List.of(flag(key), value)));
    }
    command.addAll(List.of(arguments));
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile());
    builder.environment().keySet().removeIf(name -> name.startsWith("RETINAGATE_"));
    builder.environment().put("RETINAGATE_DRAIN_PROBE_PERIOD", "1s");
    long start = System.nanoTime();
    process = builder.start();
    lastResort = new Thread(process::destroyForcibly);
    Runtime.getRuntime().addShutdownHook(lastResort);
    awaitReady(start);
    startToReady = Duration.ofNanos(System.nanoTime() - start);
  }

  /** The flag of a key: {@code http.port} has the shortest name. */
  private static String flag(String key) {
    return key.equals("http.port") ? "--port" : "--" + key.replace('.', '-');
  }

  private void awaitReady(long start) throws IOException, InterruptedException {
    while (!isReady()) {
      if (!process.isAlive() || System.nanoTime() - start > PATIENCE.toNanos()) {
        process.destroyForcibly();
        throw new IllegalStateException("the node did not start:\n" + log());
      }
      Thread.sleep(POLL_MILLIS);
    }
  }

  /** The log names the ports once the node serves. */
  private boolean isReady() throws IOException, InterruptedException {
    Matcher serving = SERVING.matcher(log());
    if (!serving.find()) {
      return false;
    }
    port = Integer.parseInt(serving.group(1));
    managementPort = Integer.parseInt(serving.group(2));
    return send(manage("/health/ready")).statusCode() == 200;
  }

  /** How long it took from the start of the process to its first ready answer. */
  public Duration startToReady() {
    return startToReady;
  }

  /** The port of the public listener. */
  public int port() {
    return port;
  }

  /** The address of something on the public listener. */
  public URI uri(String path) {
    String scheme = wire == Wire.TLS ? "https" : "http";
    return URI.create(scheme + "://127.0.0.1:" + port + path);
  }

  /** A request to the management port. */
  public HttpRequest manage(String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + managementPort + path)).build();
  }

  /** Posts a picture as the body. */
  public HttpResponse<byte[]> post(String path, byte[] body, String... headers)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(uri(path)).POST(BodyPublishers.ofByteArray(body));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return send(request.build());
  }

  /** Any request. */
  public HttpResponse<byte[]> send(HttpRequest request) throws IOException, InterruptedException {
    return client.send(request, BodyHandlers.ofByteArray());
  }

  /** The client that the other methods use. */
  public HttpClient client() {
    return client;
  }

  /** A picture of the tests' resources. */
  public static byte[] picture(String name) {
    try {
      return Files.readAllBytes(PICTURES.resolve(name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Resident memory of the process in KiB. */
  public long residentKib() throws IOException {
    return statusKib("VmRSS");
  }

  /** The most resident memory that the process has had, in KiB. */
  public long peakResidentKib() throws IOException {
    return statusKib("VmHWM");
  }

  private long statusKib(String figure) throws IOException {
    return Files.readAllLines(Path.of("/proc", String.valueOf(process.pid()), "status")).stream()
        .filter(line -> line.startsWith(figure + ":"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
        .findFirst()
        .orElseThrow();
  }

  /** The nice values of the process's threads whose names begin so. */
  public List<Integer> niceOfThreads(String prefix) throws IOException {
    List<Integer> nice = new ArrayList<>();
    try (Stream<Path> tasks = Files.list(Path.of("/proc", String.valueOf(process.pid()), "task"))) {
      for (Path task : tasks.toList()) {
        String stat = Files.readString(task.resolve("stat"));
        if (stat.contains(" (" + prefix)) {
          nice.add(
              Integer.valueOf(stat.substring(stat.lastIndexOf(") ") + 2).split(" ", -1)[NICE]));
        }
      }
    }
    return nice;
  }

  /** Has the node collect what nothing refers to any more. */
  public void collectGarbage() throws IOException, InterruptedException {
    Path jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd");
    Process collection =
        new ProcessBuilder(jcmd.toString(), String.valueOf(process.pid()), "GC.run")
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    assertThat(collection.waitFor()).as("exit status of jcmd").isZero();
  }

  /** What the node has logged so far, a character a byte. */
  public String log() {
    try {
      return Files.readString(log, StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Sends SIGHUP. */
  public void hangUp() throws IOException, InterruptedException {
    Process kill = new ProcessBuilder("kill", "-HUP", String.valueOf(process.pid())).start();
    assertThat(kill.waitFor()).as("exit status of kill").isZero();
  }

  /** The address of the management port. */
  public String managementUrl() {
    return "http://127.0.0.1:" + managementPort;
  }

  /** Sends SIGTERM. */
  public void terminate() {
    process.destroy();
  }

  /** The exit status, once the process has ended. */
  public int exitStatus() {
    assertThat(process.onExit())
        .as("the end of the process")
        .succeedsWithin(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    return process.exitValue();
  }

  @Override
  public void close() throws IOException {
    try {
      terminate();
      assertThat(exitStatus()).as("exit status").isZero();
      assertLogIsFitToBeRead();
    } finally {
      process.destroyForcibly();
      Runtime.getRuntime().removeShutdownHook(lastResort);
      Files.delete(log);
    }
    // Fails where a node has left something behind.
    Files.delete(folder);
  }

  private void assertLogIsFitToBeRead() {
    assertThat(log().lines().filter(BlockedThreads::tellsOfBlocking))
        .as("no event loop was blocked")
        .isEmpty();
    assertThat(log())
        .as("no stack trace")
        .doesNotContain("\tat ", "Exception", "Caused by")
        .as("no picture in base64")
        .doesNotContain("/9j/", "iVBOR");
    assertThat(log().lines())
        .allSatisfy(
            line ->
                assertThat(line)
                    .as("no bytes of a picture")
                    .matches("[ -~]*")
                    .hasSizeLessThan(MAX_LOG_LINE_LENGTH));
  }
}
