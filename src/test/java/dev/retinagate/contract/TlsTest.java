package dev.retinagate.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.retinagate.support.RawClient;
import dev.retinagate.support.TestCertificate;
import dev.retinagate.support.TestNode;
import dev.retinagate.support.Wire;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** HTTPS beside HTTP. The bounds of the listener are tested on both wires elsewhere. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class TlsTest {

  /** Of TLS 1.1: a ClientHello with the ciphers that its clients offer, and its extensions. */
  private static final String HELLO_OF_TLS_1_1 =
      "160301003e0100003a0302"
          + "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff"
          + "00000cc00ac009c014c0130035002f"
          + "0100"
          + "0005"
          + "ff01000100";

  private static TestNode node;

  @BeforeAll
  static void start() throws Exception {
    node = new TestNode(Map.of("http.port", "0"), Wire.TLS);
  }

  @AfterAll
  static void end() {
    node.close();
  }

  @Test
  void bothPortsServe() throws Exception {
    assertThat(node.gateway().ports().http()).isNotEqualTo(node.gateway().ports().tls());
    assertThat(status(node.gateway().ports().http().orElseThrow(), Wire.CLEARTEXT)).isEqualTo(200);
    assertThat(status(tlsPort(), Wire.TLS)).isEqualTo(200);
  }

  @Test
  void cleartextOnTheTlsPortIsCutOff() throws Exception {
    try (RawClient client = new RawClient(tlsPort())) {
      client.request("GET /health");
      assertThatThrownBy(client::response).isInstanceOf(IOException.class);
    }
  }

  @ParameterizedTest
  @CsvSource({"TLSv1.2", "TLSv1.3"})
  void acceptsThisVersion(String version) throws Exception {
    try (SSLSocket socket = socket()) {
      socket.setEnabledProtocols(new String[] {version});
      socket.startHandshake();
      assertThat(socket.getSession().getProtocol()).isEqualTo(version);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA256",
    "TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA",
  })
  void refusesACipherWithoutAuthenticatedEncryption(String cipher) throws Exception {
    try (SSLSocket socket = socket()) {
      socket.setEnabledProtocols(new String[] {"TLSv1.2"});
      socket.setEnabledCipherSuites(new String[] {cipher});
      assertThatThrownBy(socket::startHandshake)
          .isInstanceOf(SSLHandshakeException.class)
          .hasMessageContaining("handshake_failure");
    }
  }

  @Test
  void refusesTls11WithAnAlert() throws Exception {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), tlsPort())) {
      socket.setSoTimeout(20_000);
      socket.getOutputStream().write(HexFormat.of().parseHex(HELLO_OF_TLS_1_1));
      byte[] alert = socket.getInputStream().readNBytes(7);
      // A record of alerts (21), fatal (2): protocol_version (70).
      assertThat(alert[0]).isEqualTo((byte) 21);
      assertThat(alert[5]).isEqualTo((byte) 2);
      assertThat(alert[6]).isEqualTo((byte) 70);
    }
  }

  @ParameterizedTest
  @CsvSource({"h2,h2", "http/1.1,http/1.1"})
  void agreesOnTheProtocolThatTheClientAsksFor(String asked, String agreed) throws Exception {
    try (SSLSocket socket = socket()) {
      var parameters = socket.getSSLParameters();
      parameters.setApplicationProtocols(new String[] {asked});
      socket.setSSLParameters(parameters);
      socket.startHandshake();
      assertThat(socket.getApplicationProtocol()).isEqualTo(agreed);
    }
  }

  private static int tlsPort() {
    return node.gateway().ports().tls().orElseThrow();
  }

  private static int status(int port, Wire wire) throws IOException {
    try (RawClient client = new RawClient(port, wire)) {
      return client.request("GET /health").response().status();
    }
  }

  private static SSLSocket socket() throws IOException {
    return (SSLSocket)
        TestCertificate.trusting()
            .getSocketFactory()
            .createSocket(InetAddress.getLoopbackAddress(), tlsPort());
  }
}
