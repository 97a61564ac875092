package dev.retinagate.support;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The packaged jar as a process of its own, serving the built-in model on free ports. */
public final class JarNode implements AutoCloseable {

  private static final Path JAR = Path.of("target", "retinagate.jar");
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final long POLL_MILLIS = 50;
  private static final Path PICTURES = Path.of("src", "test", "resources", "pictures");

  private final Process process;
  private final Path log;
  private final int port;
  private final int managementPort;
  private final Duration startToReady;
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  /** Starts the jar with further arguments and waits until it is ready. */
  public JarNode(String... arguments) throws IOException, InterruptedException {
    if (!Files.isRegularFile(JAR)) {
      throw new IllegalStateException(JAR + " is missing; run mvn verify, or mvn package first");
    }
    port = freePort();
    managementPort = freePort();
    log = Files.createTempFile("retinagate-node", ".log");
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-jar", JAR.toString(), "serve", "--host", "127.0.0.1"));
    command.addAll(List.of("--port", String.valueOf(port)));
    command.addAll(List.of("--management-port", String.valueOf(managementPort)));
    command.addAll(List.of(arguments));
    long start = System.nanoTime();
    process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    awaitReady(start);
    startToReady = Duration.ofNanos(System.nanoTime() - start);
  }

  private void awaitReady(long start) throws InterruptedException {
    while (!isReady()) {
      if (!process.isAlive() || System.nanoTime() - start > PATIENCE.toNanos()) {
        process.destroyForcibly();
        throw new IllegalStateException("the node did not start:\n" + log());
      }
      Thread.sleep(POLL_MILLIS);
    }
  }

  private boolean isReady() throws InterruptedException {
    try {
      return send(manage("/health/ready")).statusCode() == 200;
    } catch (IOException e) {
      return false;
    }
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
    return URI.create("http://127.0.0.1:" + port + path);
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
    return Files.readAllLines(Path.of("/proc", String.valueOf(process.pid()), "status")).stream()
        .filter(line -> line.startsWith("VmRSS:"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
        .findFirst()
        .orElseThrow();
  }

  /** What the node has logged so far. */
  public String log() {
    try {
      return Files.readString(log);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Sends SIGTERM. */
  public void terminate() {
    process.destroy();
  }

  /** The exit status, once the process has ended. */
  public int exitStatus() throws InterruptedException {
    if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
      throw new IllegalStateException("the node does not end:\n" + log());
    }
    return process.exitValue();
  }

  @Override
  public void close() throws IOException {
    process.destroyForcibly();
    Files.deleteIfExists(log);
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }
}
