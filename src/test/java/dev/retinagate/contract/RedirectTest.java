package dev.retinagate.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.retinagate.support.RawClient;
import dev.retinagate.support.TestNode;
import dev.retinagate.support.Wire;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code http.redirect} and {@code management.tls}. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class RedirectTest {

  private static final String PROXY = "127.0.0.2";

  private static TestNode node;

  @BeforeAll
  static void start() throws Exception {
    node =
        new TestNode(
            Map.of(
                "http.port",
                "0",
                "http.redirect",
                "true",
                "http.trusted-proxies",
                PROXY,
                "management.tls",
                "true"),
            Wire.TLS);
  }

  @AfterAll
  static void end() {
    node.close();
  }

  @ParameterizedTest
  @CsvSource({
    "GET /,                    node.example,      node.example,  /",
    "GET /docs?a=1&b=%20,      node.example:8080, node.example,  /docs?a=1&b=%20",
    "GET /no-such-path,        127.0.0.1,         127.0.0.1,     /no-such-path",
    "GET http://x.example/a?b, x.example,         x.example,     /a?b",
    "GET /models,              [::1]:8080,        [::1],         /models",
    "DELETE /detect,           node.example,      node.example,  /detect",
  })
  void sendsClientsToTheSamePathOfHttps(String request, String host, String name, String path)
      throws Exception {
    try (RawClient client = cleartext()) {
      client.send("%s HTTP/1.1\r\nHost: %s\r\n\r\n".formatted(request, host));
      RawClient.Response response = client.response();

      assertThat(response.status()).isEqualTo(308);
      String location = "https://" + name + ":" + tlsPort() + path;
      assertThat(response.header("Location")).isEqualTo(location);
      assertThat(response.text()).isEqualTo("Use " + location + "\n");
      assertThat(response.header("X-Request-Id")).isNotNull();
    }
  }

  @Test
  void aClientThatUploadsSeesTheAnswerAndCanFollowIt() throws Exception {
    String picture = "x".repeat(300_000);
    try (RawClient client = cleartext();
        RawClient https = node.client()) {
      RawClient.Response response = client.post("/detect", "", picture).response();
      assertThat(response.status()).isEqualTo(308);
      assertThat(https.post("/detect", "", picture).response().status()).isEqualTo(200);
    }
  }

  @Test
  void aBalancersProbeIsAnswered() throws Exception {
    try (RawClient client = cleartext()) {
      assertThat(client.request("GET /health").response().status()).isEqualTo(200);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          127.0.0.2 | https       | 200
          127.0.0.2 | HTTPS       | 200
          127.0.0.2 | http, https | 200
          127.0.0.2 | https, http | 308
          127.0.0.2 | http        | 308
          127.0.0.1 | https       | 308
          """)
  void aTrustedProxyMayHaveSpokenTls(String from, String protocol, int status) throws Exception {
    try (RawClient client = node.clientFrom(from)) {
      client.send(
          "GET /models HTTP/1.1\r\nHost: t\r\nX-Forwarded-Proto: %s\r\n\r\n".formatted(protocol));
      assertThat(client.response().status()).isEqualTo(status);
    }
  }

  @Test
  void aRequestWithoutAHostCannotBeSentAnywhere() throws Exception {
    try (RawClient client = cleartext()) {
      client.send("GET /models HTTP/1.0\r\n\r\n");
      assertThat(client.response().status()).isEqualTo(400);
    }
  }

  @Test
  void theManagementPortSpeaksTlsAlone() throws Exception {
    try (RawClient client = new RawClient(node.gateway().managementPort(), Wire.TLS)) {
      assertThat(client.request("GET /health/ready").response().status()).isEqualTo(200);
    }
    try (RawClient client = node.managementClient()) {
      client.request("GET /health/ready");
      assertThatThrownBy(client::response).isInstanceOf(IOException.class);
    }
  }

  private static RawClient cleartext() throws IOException {
    return new RawClient(node.gateway().ports().http().orElseThrow());
  }

  private static int tlsPort() {
    return node.gateway().ports().tls().orElseThrow();
  }
}
