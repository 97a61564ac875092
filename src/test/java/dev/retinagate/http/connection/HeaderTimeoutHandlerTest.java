package dev.retinagate.http.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The time is the channel's own. */
class HeaderTimeoutHandlerTest {

  private static final Duration TIMEOUT = Duration.ofSeconds(10);

  private final EmbeddedChannel connection =
      new EmbeddedChannel(new HeaderTimeoutHandler(TIMEOUT)) {
        {
          freezeTime();
        }
      };

  @AfterEach
  void releaseWhatPassed() {
    connection.finishAndReleaseAll();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET / HTTP/1.1\r\nHost: t\r\n\r\n",
        "GET / HTTP/1.1\nHost: t\n\n",
        "\r\n\r\nGET / HTTP/1.1\r\nHost: t\r\n\r\n",
        "POST / HTTP/1.1\r\nHost: t\r\n\r\nbody",
        "PRI * HTTP/2.1\r\n\r\n"
      })
  void leavesAConnectionAloneOnceItsHeadersHaveEnded(String headers) {
    // The last moment, and a byte at a time.
    advance(TIMEOUT.minusMillis(1));
    for (byte b : headers.getBytes(StandardCharsets.US_ASCII)) {
      connection.writeInbound(Unpooled.buffer().writeByte(b));
    }
    advance(TIMEOUT.multipliedBy(2));

    assertThat(connection.isOpen()).isTrue();
    assertThat(connection.pipeline().get(HeaderTimeoutHandler.class)).isNull();
    assertThat(passed()).isEqualTo(headers);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "\r\n\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: t\r\n",
        "GET / HTTP/1.1\r\nHost: t\r\nX: \r\n \r\n",
        "PRI * HTTP/2.0\r\n",
        "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"
      })
  void closesAConnectionWhoseHeadersDoNotEndInTime(String headers) {
    connection.writeInbound(Unpooled.copiedBuffer(headers, StandardCharsets.US_ASCII));
    advance(TIMEOUT.minusMillis(1));
    assertThat(connection.isOpen()).isTrue();

    advance(Duration.ofMillis(1));
    assertThat(connection.isOpen()).isFalse();
  }

  @Test
  void theServerEndsTheWaitOfHttp2() {
    connection.writeInbound(
        Unpooled.copiedBuffer("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", StandardCharsets.US_ASCII));
    HeaderTimeoutHandler.end(connection);
    HeaderTimeoutHandler.end(connection);
    advance(TIMEOUT.multipliedBy(2));

    assertThat(connection.isOpen()).isTrue();
  }

  @Test
  void aByteNowAndThenGivesNoMoreTime() {
    for (int second = 0; second < TIMEOUT.toSeconds(); second++) {
      assertThat(connection.isOpen()).isTrue();
      connection.writeInbound(Unpooled.copiedBuffer("X: y\r\n", StandardCharsets.US_ASCII));
      advance(Duration.ofSeconds(1));
    }
    assertThat(connection.isOpen()).isFalse();
  }

  @Test
  void aConnectionThatEndsLeavesNoTimer() {
    var unused = connection.close();
    connection.runPendingTasks();

    // -1: no task is scheduled.
    assertThat(connection.runScheduledPendingTasks()).isEqualTo(-1);
  }

  private void advance(Duration time) {
    connection.advanceTimeBy(time.toMillis(), TimeUnit.MILLISECONDS);
    connection.runPendingTasks();
  }

  private String passed() {
    StringBuilder text = new StringBuilder();
    for (ByteBuf bytes = connection.readInbound();
        bytes != null;
        bytes = connection.readInbound()) {
      text.append(bytes.toString(StandardCharsets.US_ASCII));
      bytes.release();
    }
    return text.toString();
  }
}
