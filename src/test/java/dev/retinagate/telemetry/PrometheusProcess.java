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

  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final long POLL_MILLIS = 100;

  private final ObjectMapper json = new ObjectMapper();
  private final HttpClient client = HttpClient.newHttpClient();
  private final String address;
  private final Path log;
  private final Process process;
  private final Thread lastResort;

  /**
   * Starts it.
   *
   * @param configuration its file; what that names is looked for beside it
   * @param folder where data and log go
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

  /** Prometheus cannot tell which port it took, were it asked for any. */
  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  /** The result of a query, of this moment. */
  JsonNode query(String expression) throws IOException, InterruptedException {
    return data("query?query=" + URLEncoder.encode(expression, StandardCharsets.UTF_8))
        .get("result");
  }

  /** Asks until the answer is as it should be; fails if it never is. */
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

  /** What {@code GET /api/v1/PATH} answers; fails unless it is an answer. */
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
