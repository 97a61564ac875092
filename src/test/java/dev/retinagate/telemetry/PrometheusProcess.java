package dev.retinagate.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** A real Prometheus on a free port of loopback, with its data in a folder of the test. */
final class PrometheusProcess implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofMinutes(4);
  private static final long POLL_MILLIS = 100;

  private final ObjectMapper json = new ObjectMapper();
  private final HttpClient client = HttpClient.newHttpClient();
  private final String address;
  private final Path log;
  private final Process process;
  private final Thread lastResort;

  /**
   * Starts Prometheus.
   *
   * @param configuration its file; relative names in it are resolved beside it
   * @param folder of its data and its log
   */
  PrometheusProcess(Path configuration, Path folder) throws IOException {
    address = "127.0.0.1:" + freePort();
    log = folder.resolve("prometheus.log");
    process =
        new ProcessBuilder(
                "prometheus",
                "--config.file=" + configuration,
                "--storage.tsdb.path=" + folder.resolve("data"),
                "--web.listen-address=" + address)
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    lastResort = new Thread(process::destroyForcibly);
    Runtime.getRuntime().addShutdownHook(lastResort);
  }

  /** A port of our choice: Prometheus does not say which port it took if it may take any. */
  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  /** The result of a query at this moment. */
  JsonNode query(String expression) throws IOException, InterruptedException {
    return data("query?query=" + URLEncoder.encode(expression, StandardCharsets.UTF_8))
        .get("result");
  }

  /** Repeats the request until the answer meets the condition; fails if it never does. */
  JsonNode await(String path, Predicate<JsonNode> asItShouldBe)
      throws IOException, InterruptedException {
    long giveUp = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      try {
        JsonNode data = data(path);
        if (asItShouldBe.test(data)) {
          return data;
        }
        assertThat(System.nanoTime() - giveUp).as("%s: %s", path, data).isNegative();
      } catch (ConnectException e) {
        assertThat(process.isAlive() && System.nanoTime() - giveUp < 0)
            .as(Files.readString(log))
            .isTrue();
      }
      Thread.sleep(POLL_MILLIS);
    }
  }

  /** The answer of {@code GET /api/v1/PATH}; fails without one. */
  JsonNode data(String path) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://" + address + "/api/v1/" + path)).build();
    String body = client.send(request, BodyHandlers.ofString()).body();
    if (!body.startsWith("{")) {
      // Until its storage is open it answers in plain text.
      return json.createObjectNode();
    }
    JsonNode answer = json.readTree(body);
    assertThat(answer.path("status").asText()).as("%s: %s", path, answer).isEqualTo("success");
    return answer.get("data");
  }

  @Override
  public void close() throws IOException {
    process.destroy();
    try {
      assertThat(process.onExit())
          .as("the end of Prometheus")
          .succeedsWithin(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    } finally {
      process.destroyForcibly();
      Runtime.getRuntime().removeShutdownHook(lastResort);
    }
  }
}
