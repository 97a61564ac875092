package dev.retinagate.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.retinagate.support.RawClient;
import dev.retinagate.support.TestCertificate;
import dev.retinagate.support.TestNode;
import dev.retinagate.support.Wire;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code http.proxy-protocol}, in cleartext and before TLS. 127.0.0.1 is the proxy. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class ProxyProtocolTest {

  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final String SIGNATURE = "0d0a0d0a000d0a515549540a";
  private static final String CLIENT_V1 = "PROXY TCP4 127.0.0.3 127.0.0.1 4711 80\r\n";

  /** Version 2, PROXY, TCP over IPv4, 12 bytes: from 127.0.0.3 to 127.0.0.1. */
  private static final byte[] CLIENT_V2 =
      HexFormat.of().parseHex(SIGNATURE + "2111000c" + "7f0000037f000001" + "12670050");

  /** Version 2, LOCAL. */
  private static final byte[] LOCAL_V2 = HexFormat.of().parseHex(SIGNATURE + "20000000");

  /** Version 2, PROXY, TCP over IPv6, 36 bytes: from 2001:db8::1 to ::1. */
  private static final byte[] CLIENT_OF_IPV6 =
      HexFormat.of()
          .parseHex(
              SIGNATURE
                  + "21210024"
                  + "20010db8000000000000000000000001"
                  + "00000000000000000000000000000001"
                  + "12670050");

  private static final String REDIRECTED =
      "GET /models HTTP/1.1\r\nHost: t\r\nX-Forwarded-Proto: https\r\nX-Forwarded-For: 127.0.0.9\r\n\r\n";

  private static TestNode node;

  @BeforeAll
  static void start() throws Exception {
    node =
        new TestNode(
            Map.of(
                "http.port",
                "0",
                "http.proxy-protocol",
                "true",
                "http.event-loops",
                "2",
                "http.trusted-proxies",
                "127.0.0.1",
                // Answered 308 unless the peer counts as a trusted proxy that has spoken TLS.
                "http.redirect",
                "true"),
            Wire.TLS);
  }

  @AfterAll
  static void end() {
    node.close();
  }

  /** The proxy itself may say that it has spoken TLS; a client that it stands for may not. */
  @Test
  void theAddressIsTheOneInTheHeader() throws Exception {
    assertThat(status(LOCAL_V2)).isEqualTo(200);
    assertThat(status(CLIENT_V2)).isEqualTo(308);
    assertThat(status(CLIENT_OF_IPV6)).isEqualTo(308);
    assertThat(status(bytes(CLIENT_V1))).isEqualTo(308);
    assertThat(status(bytes("PROXY UNKNOWN\r\n"))).isEqualTo(200);
    assertThat(status(bytes("PROXY TCP4 127.0.0.1 127.0.0.1 4711 80\r\n"))).isEqualTo(200);
  }

  @Test
  void aHeaderInSinglePiecesIsReadBeforeTheRequest() throws Exception {
    try (RawClient client = cleartext()) {
      for (byte piece : CLIENT_V2) {
        client.send(new byte[] {piece});
      }
      assertThat(client.request("GET /health").response().status()).isEqualTo(200);
      assertThat(client.request("GET /health").response().status()).isEqualTo(200);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"http/1.1", "h2"})
  void theHeaderComesBeforeTls(String protocol) throws Exception {
    try (Socket plain = new Socket(InetAddress.getLoopbackAddress(), tlsPort())) {
      plain.getOutputStream().write(CLIENT_V2);
      SSLSocket socket =
          (SSLSocket)
              TestCertificate.trusting()
                  .getSocketFactory()
                  .createSocket(plain, "localhost", tlsPort(), true);
      var parameters = socket.getSSLParameters();
      parameters.setApplicationProtocols(new String[] {protocol});
      socket.setSSLParameters(parameters);
      socket.startHandshake();
      assertThat(socket.getApplicationProtocol()).isEqualTo(protocol);
      if (protocol.equals("http/1.1")) {
        socket.getOutputStream().write(bytes("GET /health HTTP/1.1\r\nHost: t\r\n\r\n"));
        assertThat(new String(socket.getInputStream().readNBytes(12), StandardCharsets.US_ASCII))
            .isEqualTo("HTTP/1.1 200");
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "GET /health HTTP/1.1",
    "PROXY TCP4 nonsense",
    "PROXY TCP4 127.0.0.3 127.0.0.1 99999 80",
  })
  void aConnectionWithoutAHeaderIsClosedAndCounted(String line) throws Exception {
    double before = refused();
    try (RawClient client = cleartext()) {
      client.send(line + "\r\nHost: t\r\n\r\n");
      assertThat(isClosed(client)).isTrue();
    }
    awaitRefused(before + 1);
  }

  @Test
  void aConnectionThatIsNotAProxysIsClosedAndCounted() throws Exception {
    double before = refused();
    try (RawClient client = node.clientFrom("127.0.0.5")) {
      assertThat(isClosed(client)).isTrue();
    }
    awaitRefused(before + 1);
  }

  @Test
  void theManagementPortHasNoHeader() throws Exception {
    JsonObject health = node.health();
    assertThat(health.getString("status")).isEqualTo("UP");
  }

  private static int status(byte[] header) throws IOException {
    try (RawClient client = cleartext()) {
      return client.send(header).send(REDIRECTED).response().status();
    }
  }

  /** Netty's decoder closes a connection before its failure is counted. */
  private static void awaitRefused(double count) throws IOException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (refused() < count && System.nanoTime() < end) {
      Thread.onSpinWait();
    }
    assertThat(refused()).isEqualTo(count);
  }

  private static double refused() throws IOException {
    return node.metrics()
        .lines()
        .filter(line -> line.startsWith("retinagate_connections_untrusted_total "))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.indexOf(' ') + 1)))
        .findFirst()
        .orElseThrow();
  }

  /** A connection with unread bytes is closed by a reset. */
  private static boolean isClosed(RawClient client) {
    try {
      return client.isClosedByServer();
    } catch (IOException reset) {
      return true;
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  private static RawClient cleartext() throws IOException {
    return new RawClient(node.gateway().ports().http().orElseThrow());
  }

  private static int tlsPort() {
    return node.gateway().ports().tls().orElseThrow();
  }
}
