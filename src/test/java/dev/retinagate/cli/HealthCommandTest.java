package dev.retinagate.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.retinagate.keys.KeyFile;
import dev.retinagate.support.CommandRun;
import dev.retinagate.support.TestCertificate;
import dev.retinagate.support.TestNode;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HealthCommandTest {

  private static final String REPORT =
      """
      {"status":"%s","model":"m","workers":{"total":2,"busy":1,"wedged":1},
       "admission":{"inFlight":3,"permits":4}}""";

  @TempDir private Path folder;

  @Test
  void aReadyNodeIsWellAndSaysSoInOneLine() throws Exception {
    try (TestNode node = new TestNode(Map.of())) {
      String url = "http://127.0.0.1:" + node.gateway().managementPort();

      CommandRun ready = CommandRun.of("health", "--url", url);
      CommandRun live = CommandRun.of("health", "--live", "--url", url + "/");

      assertThat(ready.err() + live.err()).isEmpty();
      assertThat(ready.lines())
          .containsExactly("UP: stub, 0 of 2 workers busy, 0 wedged, 0 of 4 permits taken");
      assertThat(live.lines()).isEqualTo(ready.lines());
      assertThat(ready.status()).isZero();
      assertThat(live.status()).isZero();
    }
  }

  @Test
  void readinessAndLivenessAreAskedApart() throws Exception {
    HttpServer node = server("/health/live", 200, REPORT.formatted("DRAINING"));
    answer(node, "/health/ready", 503, REPORT.formatted("DRAINING"));
    try {
      CommandRun ready = CommandRun.of("health", "--url", url(node));

      assertThat(ready.status()).isEqualTo(1);
      assertThat(ready.lines())
          .containsExactly("DRAINING: m, 1 of 2 workers busy, 1 wedged, 3 of 4 permits taken");
      assertThat(CommandRun.of("health", "--live", "--url", url(node)).status()).isZero();
    } finally {
      node.stop(0);
    }
  }

  @Test
  void anotherServerIsNoNode() throws Exception {
    HttpServer other = server("/", 404, "<html>");
    try {
      CommandRun run = CommandRun.of("health", "--url", url(other));

      assertThat(run.status()).isEqualTo(1);
      assertThat(run.lines()).containsExactly("status 404, and no report of a node");
    } finally {
      other.stop(0);
    }
  }

  @Test
  void theConfigurationNamesThePort() throws Exception {
    HttpServer node = server("/health/ready", 200, REPORT.formatted("UP"));
    try {
      Path file =
          Files.writeString(
              folder.resolve("retinagate.yaml"),
              "management: {host: 0.0.0.0, port: %d}%n".formatted(node.getAddress().getPort()));

      assertThat(CommandRun.of("health", "--config", file.toString()).out()).startsWith("UP: m, ");
    } finally {
      node.stop(0);
    }
  }

  @Test
  void aManagementPortWithTlsAndKeysIsAskedWithTheConfiguredCertificateAndAKey() throws Exception {
    Path keys = folder.resolve("keys");
    Path key =
        Files.writeString(
            folder.resolve("key"), new KeyFile(keys).add("probe", Optional.empty(), 1));
    Map<String, String> secured =
        Map.of(
            "tls.certificate",
            TestCertificate.chain().toString(),
            "tls.key",
            TestCertificate.key().toString(),
            "tls.port",
            "0",
            "management.tls",
            "true",
            "management.keys",
            "true",
            "keys.file",
            keys.toString());
    try (TestNode node = new TestNode(secured)) {
      Path file =
          Files.writeString(
              folder.resolve("retinagate.yaml"),
              """
              tls: {certificate: '%s', key: '%s'}
              management: {tls: true, keys: true, port: %d}
              keys: {file: '%s'}
              """
                  .formatted(
                      TestCertificate.chain(),
                      TestCertificate.key(),
                      node.gateway().managementPort(),
                      keys));

      CommandRun asked =
          CommandRun.of("health", "--config", file.toString(), "--key-file", key.toString());
      CommandRun without = CommandRun.of("health", "--config", file.toString());
      CommandRun stranger =
          CommandRun.of("health", "--url", "https://127.0.0.1:" + node.gateway().managementPort());

      assertThat(asked.out()).as(asked.err()).startsWith("UP: stub");
      assertThat(asked.status()).isZero();
      assertThat(without.lines())
          .containsExactly("status 401, the node asks for a key: --key-file");
      assertThat(without.status()).isEqualTo(1);
      assertThat(stranger.err()).as("a certificate that nobody vouches for").contains("PKIX");
      assertThat(stranger.status()).isEqualTo(1);
    }
  }

  @Test
  void aPortThatNothingListensOnIsToldInOneLine() throws Exception {
    int free;
    try (ServerSocket socket = new ServerSocket(0)) {
      free = socket.getLocalPort();
    }
    CommandRun run = CommandRun.of("health", "--url", "http://127.0.0.1:" + free);

    assertThat(run.status()).isEqualTo(1);
    assertThat(run.out()).isEmpty();
    assertThat(run.err())
        .isEqualToIgnoringNewLines(
            "http://127.0.0.1:" + free + " does not answer: nothing listens there");
  }

  @Test
  void aNodeThatDoesNotAnswerIsNotWaitedForLonger() throws Exception {
    try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String url = "http://127.0.0.1:" + silent.getLocalPort();

      CommandRun run = CommandRun.of("health", "--timeout", "50ms", "--url", url);

      assertThat(run.status()).isEqualTo(1);
      assertThat(run.err())
          .isEqualToIgnoringNewLines(url + " does not answer: nothing within 50ms");
    }
  }

  @Test
  void whatIsNoAddressIsAUsageError() {
    CommandRun run = CommandRun.of("health", "--url", "file:///etc");

    assertThat(run.status()).isEqualTo(2);
    assertThat(run.err()).startsWith("'file:///etc' is not an address");
  }

  private static HttpServer server(String path, int status, String body) throws Exception {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    answer(server, path, status, body);
    server.start();
    return server;
  }

  private static void answer(HttpServer server, String path, int status, String body) {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    server.createContext(
        path,
        exchange -> {
          try (exchange) {
            exchange.sendResponseHeaders(status, bytes.length);
            exchange.getResponseBody().write(bytes);
          }
        });
  }

  private static String url(HttpServer server) {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }
}
