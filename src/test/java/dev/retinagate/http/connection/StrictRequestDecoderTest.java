package dev.retinagate.http.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.util.ReferenceCountUtil;
import io.vertx.core.http.HttpServerOptions;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the decoder relies on in Netty's: which hook is called when, and how often. */
class StrictRequestDecoderTest {

  private final EmbeddedChannel connection =
      new EmbeddedChannel(new StrictRequestDecoder(new HttpServerOptions()));

  @AfterEach
  void release() {
    connection.finishAndReleaseAll();
  }

  /** If Netty asked for the body before it has all headers, the last one would be missed. */
  @Test
  void checksAllHeadersOfARequest() {
    assertThat(read("GET / HTTP/1.1\r\nA: b\r\nHost: t\r\n\r\n").decoderResult().isSuccess())
        .isTrue();
    skipBody();
    assertRefused("GET / HTTP/1.1\r\nHost: t\r\nA: b\r\nHost: t\r\n\r\n", "more than one Host");
  }

  /**
   * If Netty no longer had each name split by the hook, or dropped a header before, it would pass.
   */
  @ParameterizedTest
  @ValueSource(strings = {"HTTP/1.0", "HTTP/1.1"})
  void countsEachContentLength(String version) {
    assertRefused(
        "POST / " + version + "\r\nHost: t\r\nContent-Length: 3\r\nContent-Length: 3\r\n\r\ncat",
        version.equals("HTTP/1.0") ? "more than one Content-Length" : "");
  }

  /**
   * If a request did not begin with its own message, one's lengths would be counted for the next.
   */
  @Test
  void countsAnewForEachRequest() {
    String request = "POST / HTTP/1.0\r\nContent-Length: 3\r\n\r\ncat";

    assertThat(read(request).decoderResult().isSuccess()).isTrue();
    skipBody();
    assertThat(read(request).decoderResult().isSuccess()).isTrue();
  }

  /**
   * If Netty decided on the body before the hook, a request would come out before it is refused.
   */
  @Test
  void refusesBeforeTheRequestIsHandedOn() {
    assertRefused(
        "POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", "Transfer-Encoding");
    skipBody();
    assertThat(connection.<Object>readInbound()).as("anything behind it").isNull();
  }

  @Test
  void readsNothingBehindARefusedRequest() {
    assertRefused("GET / HTTP/1.1\r\n\r\nGET / HTTP/1.1\r\nHost: t\r\n\r\n", "needs a Host");
    connection.writeInbound(
        Unpooled.copiedBuffer("GET / HTTP/1.1\r\nHost: t\r\n\r\n", StandardCharsets.US_ASCII));
    skipBody();
    assertThat(connection.<Object>readInbound()).isNull();
  }

  @Test
  void refusesARequestOfTooManyInOneRead() {
    String request = "GET / HTTP/1.1\r\nHost: t\r\n\r\n";
    int max = StrictRequestDecoder.MAX_REQUESTS_OF_A_READ;

    for (int read = 0; read < 2; read++) {
      connection.writeInbound(
          Unpooled.copiedBuffer(request.repeat(max), StandardCharsets.US_ASCII));
      assertThat(requests()).hasSize(max).allMatch(one -> one.decoderResult().isSuccess());
    }
    connection.writeInbound(
        Unpooled.copiedBuffer(request.repeat(3 * max), StandardCharsets.US_ASCII));
    List<HttpMessage> decoded = requests();
    assertThat(decoded).hasSize(max + 1);
    assertThat(decoded.get(max).decoderResult().cause()).hasMessageContaining("at once");
  }

  private List<HttpMessage> requests() {
    List<HttpMessage> requests = new ArrayList<>();
    for (Object part = connection.readInbound(); part != null; part = connection.readInbound()) {
      if (part instanceof HttpMessage request) {
        requests.add(request);
      }
      ReferenceCountUtil.release(part);
    }
    return requests;
  }

  @Test
  void refusesAHeaderWithoutAName() {
    assertRefused("GET / HTTP/1.1\r\nHost: t\r\n: a\r\n\r\n", "");
  }

  @Test
  void answersAnUnknownVersionInItsOwn() {
    HttpMessage refused = assertRefused("GET / HTTP/3.7\r\nHost: t\r\n\r\n", "neither HTTP/1.1");

    assertThat(refused.protocolVersion()).isNotEqualTo(HttpVersion.valueOf("HTTP/3.7"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "Content-Length: x\r\n"})
  void hidesTheUpgradeFromVertx(String malformed) {
    HttpMessage request =
        read(
            "GET / HTTP/1.1\r\nHost: t\r\nConnection: Upgrade\r\nUpgrade: h2c\r\n"
                + malformed
                + "\r\n");

    assertThat(request.headers().contains("Upgrade")).isFalse();
  }

  private HttpMessage assertRefused(String request, String message) {
    HttpMessage refused = read(request);

    assertThat(refused.decoderResult().isFailure()).as(request).isTrue();
    assertThat(refused.decoderResult().cause().getMessage()).contains(message);
    assertThat(refused.headers().get("Connection")).isEqualTo("close");
    return refused;
  }

  private HttpMessage read(String request) {
    connection.writeInbound(Unpooled.copiedBuffer(request, StandardCharsets.US_ASCII));
    return connection.<HttpMessage>readInbound();
  }

  /** What is left of a request, up to the next one. */
  private void skipBody() {
    while (!connection.inboundMessages().isEmpty()
        && !(connection.inboundMessages().peek() instanceof HttpRequest)) {
      ReferenceCountUtil.release(connection.<Object>readInbound());
    }
  }
}
