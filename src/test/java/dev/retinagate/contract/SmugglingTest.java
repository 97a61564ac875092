package dev.retinagate.contract;

import static dev.retinagate.contract.DetectTest.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import dev.retinagate.support.RawClient;
import dev.retinagate.support.TestNode;
import dev.retinagate.support.Wire;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A request whose end another decoder could see elsewhere is refused, and nothing behind it is read
 * as a request: in cleartext and over TLS alike.
 */
@ParameterizedClass
@EnumSource(Wire.class)
class SmugglingTest {

  private static final String SMUGGLED =
      "GET /models HTTP/1.1\r\nHost: t\r\nX-Request-Id: smuggled\r\n\r\n";

  private static TestNode node;

  /** Declared for the methods that start and stop the node: they get what a field declares. */
  @Parameter Wire wire;

  @BeforeParameterizedClassInvocation
  static void start(Wire wire) throws Exception {
    node = new TestNode(Map.of(), wire);
  }

  @AfterParameterizedClassInvocation
  static void stop() {
    node.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Content-Length: 3\r\nTransfer-Encoding: chunked",
        "Transfer-Encoding: chunked\r\nContent-Length: 3",
        "Transfer-Encoding: CHUNKED\r\ncontent-length: 0",
        "Content-Length: 5\r\nTransfer-Encoding: xchunked",
        "Transfer-Encoding: identity",
        "Transfer-Encoding: chunked, identity",
        "Transfer-Encoding: gzip, chunked",
        "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked",
        "Transfer-Encoding: chunked\r\nTransfer-Encoding: identity",
        "Transfer-Encoding:\r\n chunked",
        "Transfer-Encoding: chunked;q=1",
        "Transfer-Encoding: \"chunked\"",
        "Transfer-Encoding:",
        "Transfer-Encoding: \u000bchunked",
        "Transfer-Encoding : chunked",
        "Content-Length: 3\r\nContent-Length: 5",
        "Content-Length: 3\r\nContent-Length: 3",
        "Content-Length: 3, 5",
        "Content-Length: -3",
        "Content-Length: +3",
        "Content-Length: 0x3",
        "Content-Length: 3 0",
        "Content-Length:",
        "Content-Length: 99999999999999999999",
        "Content-Length : 3",
        "X-A: a\u0000b\r\nContent-Length: 3",
        "X-A: a\nContent-Length: 3",
        "X-A: a\rContent-Length: 3\r\nX-B: b",
        "X-A\r\nContent-Length: 3",
        ": a\r\nContent-Length: 3",
        "Sec-WebSocket-Key1: 1\r\nSec-WebSocket-Key2: 2"
      })
  void refusesAnAmbiguousRequestAndReadsNoFurther(String headers) throws Exception {
    assertRefused("POST /detect HTTP/1.1\r\nHost: t\r\n" + headers + "\r\n\r\n0\r\n\r\n");
    assertRefused("GET /health HTTP/1.1\r\nHost: t\r\n" + headers + "\r\n\r\n0\r\n\r\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Transfer-Encoding: chunked",
        "Content-Length: 3\r\nTransfer-Encoding: chunked",
        "Content-Length: 3\r\nContent-Length: 5"
      })
  void refusesItInTheOldVersionAsWell(String headers) throws Exception {
    assertRefused(
        "POST /detect HTTP/1.0\r\nConnection: keep-alive\r\n" + headers + "\r\n\r\n0\r\n\r\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"HTTP/1.2", "HTTP/0.9", "HTTP/3.7", "HTTP/11", "http/1.1", "XTTP/1.1"})
  void refusesAVersionThatItDoesNotSpeak(String version) throws Exception {
    assertRefused("GET /health " + version + "\r\nHost: t\r\n\r\n");
  }

  @Test
  void refusesAFirstHeaderThatContinuesNothing() throws Exception {
    assertRefused(
        "GET /health HTTP/1.1\r\n Transfer-Encoding: chunked\r\nHost: t\r\n\r\n0\r\n\r\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "X-Host: t\r\n",
        "Host: t\r\nHost: t\r\n",
        "Host: t\r\nHost: u\r\n",
        "Host:\r\nhost: t\r\n",
        "Host: t, u\r\n",
        "Host: t u\r\n",
        "Host: user@t\r\n",
        "Host: http://t/\r\n",
        "Host: t\r\n u\r\n"
      })
  void refusesARequestForNoHostOrMoreThanOne(String hosts) throws Exception {
    assertRefused("GET /health HTTP/1.1\r\n" + hosts + "\r\n");
    assertRefused("GET http://t/health HTTP/1.1\r\n" + hosts + "\r\n");
    assertRefused("POST /detect HTTP/1.1\r\n" + hosts + "Content-Length: 3\r\n\r\ncat");
  }

  @Test
  void asksForNoHostInTheOldVersion() throws Exception {
    String keepAlive = "GET /health HTTP/1.0\r\nConnection: keep-alive\r\n";
    try (RawClient client = node.client()) {
      assertThat(client.send(keepAlive + "\r\n").response().status()).isEqualTo(200);
      assertThat(client.send(keepAlive + "Host: t\r\n\r\n").response().status()).isEqualTo(200);
    }
    assertRefused(keepAlive + "Host: t\r\nHost: t\r\n\r\n");
    assertRefused(keepAlive + "Host: user@t\r\n\r\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"x\r\n", "-1\r\na", "3\r\ncatX\r\n", "3\ncat\r\n", "3;a\nb\r\ncat\r\n"})
  void readsNoFurtherThanABrokenChunk(String chunk) throws Exception {
    try (RawClient client = node.client()) {
      client.send(
          "POST /detect HTTP/1.1\r\nHost: t\r\nTransfer-Encoding: chunked\r\n\r\n"
              + chunk
              + "0\r\n\r\n"
              + SMUGGLED);

      assertProblem(client.response(), 400, "malformed-request");
      assertThat(client.isClosedByServer()).isTrue();
    }
    node.awaitNothingHeld();
  }

  @Test
  void takesNoRequestFromABody() throws Exception {
    try (RawClient client = node.client()) {
      client.send(
          "GET /health HTTP/1.1\r\nHost: t\r\nContent-Length: "
              + SMUGGLED.length()
              + "\r\n\r\n"
              + SMUGGLED);
      assertThat(client.response().status()).isEqualTo(200);
      client.send("GET /health HTTP/1.1\r\nHost: t\r\nX-Request-Id: next\r\n\r\n");

      assertThat(client.response().header("x-request-id")).isEqualTo("next");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"AAMAAABkAAQAAP__", "!", ""})
  void offersNoUpgradeToHttp2(String settings) throws Exception {
    String upgrade =
        "Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: " + settings;
    try (RawClient client = node.client()) {
      client.send("GET /health HTTP/1.1\r\nHost: t\r\n" + upgrade + "\r\n\r\n");
      assertThat(client.response().status()).isEqualTo(200);
      assertThat(client.request("GET /models").response().status()).isEqualTo(200);
    }
    assertRefused("GET / HTTP/1.1\r\nHost: t\r\n" + upgrade + "\r\nContent-Length: x\r\n\r\n");
  }

  private static void assertRefused(String request) throws Exception {
    try (RawClient client = node.client()) {
      RawClient.Response response = client.send(request + SMUGGLED).response();

      assertProblem(response, 400, "malformed-request");
      assertThat(response.header("connection")).isEqualTo("close");
      assertThat(client.isClosedByServer()).isTrue();
    }
  }
}
