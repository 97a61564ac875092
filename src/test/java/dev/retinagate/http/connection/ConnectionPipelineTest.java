package dev.retinagate.http.connection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.retinagate.http.connection.ConnectionPipeline.Guards;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.HttpRequest;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.impl.Http1xOrH2CHandler;
import io.vertx.core.http.impl.VertxHttpRequestDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A connection whose handlers are not the expected ones is closed, never served. */
class ConnectionPipelineTest {

  private int missing;
  private final Guards guards =
      new Guards(
          new HttpServerOptions(),
          Duration.ofSeconds(10),
          connection -> missing++,
          new ConnectionPipeline.Proxies(address -> false, connection -> {}),
          new RefusalCosts(() -> 0));
  private final EmbeddedChannel connection = new EmbeddedChannel(false, false);

  @AfterEach
  void release() {
    connection.finishAndReleaseAll();
  }

  @Test
  void closesACleartextConnectionWithoutVertxsDetector() throws Exception {
    open(false, new VertxHttpRequestDecoder(new HttpServerOptions()));

    assertRefused();
  }

  @Test
  void closesATlsConnectionWithoutATlsHandler() throws Exception {
    open(true, new Http1xOrH2CHandler());

    assertRefused();
  }

  @Test
  void closesAConnectionOfWhichTheListenerDoesNotSayWhetherItSpeaksTls() throws Exception {
    open(null, new Http1xOrH2CHandler());

    assertRefused();
  }

  @Test
  void closesAConnectionForWhichVertxHasAddedNoDecoder() throws Exception {
    open(false, new Http1xOrH2CHandler());
    ByteBuf bytes = bytes("GET / HTTP/1.1\r\nHost: t\r\n\r\n");

    connection.writeInbound(bytes);

    assertRefused();
    assertThat(bytes.refCnt()).isZero();
    assertThat(connection.<Object>readInbound()).isNull();
  }

  @Test
  void closesAConnectionWhoseDecoderIsNotVertxs() throws Exception {
    open(false, detector(new ChannelInboundHandlerAdapter()));

    connection.writeInbound(bytes("GET / HTTP/1.1\r\nHost: t\r\n\r\n"));

    assertRefused();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 5, 1_000})
  void replacesTheDecoderBeforeItHasReadAByte(int bytesAtATime) throws Exception {
    open(false, detector(new VertxHttpRequestDecoder(new HttpServerOptions())));
    String request = "GET / HTTP/1.1\r\nA: b\r\n\r\n";
    for (int at = 0; at < request.length(); at += bytesAtATime) {
      int end = Math.min(at + bytesAtATime, request.length());
      connection.writeInbound(bytes(request.substring(at, end)));
    }

    HttpRequest refused = connection.readInbound();
    assertThat(refused.decoderResult().cause()).isInstanceOf(RefusedRequestException.class);
    assertThat(connection.pipeline().get(VertxHttpRequestDecoder.class))
        .isInstanceOf(StrictRequestDecoder.class);
    assertThat(missing).isZero();
  }

  /** As Vert.x does: closes behind a written answer that has not been flushed. */
  @Test
  void sendsWrittenBytesBeforeItCloses() throws Exception {
    open(false, new Http1xOrH2CHandler());
    ChannelFuture written = connection.pipeline().lastContext().write(bytes("answer"));
    ChannelFuture closed = connection.pipeline().lastContext().close();

    assertThat(written.isSuccess()).isTrue();
    assertThat(closed.isSuccess()).isTrue();
    assertThat(connection.<ByteBuf>readOutbound()).isEqualTo(bytes("answer"));
    assertThat(connection.isOpen()).isFalse();
  }

  @Test
  void aHardCloseAsksNoHandlerBeforeItCloses() throws Exception {
    open(false, new Http1xOrH2CHandler());
    connection
        .pipeline()
        .addLast(
            new ChannelOutboundHandlerAdapter() {
              @Override
              public void close(ChannelHandlerContext ctx, ChannelPromise promise) {
                // As Vert.x: not before all is sent.
              }
            });
    ChannelFuture written = connection.pipeline().lastContext().write(bytes("answer"));
    var unused = connection.close();
    assertThat(connection.isOpen()).isTrue();

    ConnectionPipeline.closeNow(connection);

    assertThat(connection.isOpen()).isFalse();
    assertThat(written.isSuccess()).isFalse();
    assertThat(connection.<ByteBuf>readOutbound()).isNull();
  }

  @Test
  void aHardCloseOfAConnectionThatHasEndedHasNoEffect() throws Exception {
    open(false, new Http1xOrH2CHandler());
    var unused = connection.close();
    connection.runPendingTasks();

    ConnectionPipeline.closeNow(connection);

    assertThat(connection.isOpen()).isFalse();
  }

  private void open(Boolean tls, ChannelHandler... vertx) throws Exception {
    ConnectionPipeline.begin(connection, guards, 0);
    connection.attr(ConnectionPipeline.TLS).set(tls);
    connection.pipeline().addLast(vertx);
    connection.register();
  }

  /** Adds a decoder in front of itself, as Vert.x's detector of HTTP/1 does. */
  private static ChannelHandler detector(ChannelHandler decoder) {
    return new Http1xOrH2CHandler() {
      @Override
      protected void configure(ChannelHandlerContext connection, boolean h2c) {
        connection.pipeline().addLast("httpDecoder", decoder);
      }
    };
  }

  private void assertRefused() {
    assertThat(connection.isOpen()).isFalse();
    assertThat(missing).isEqualTo(1);
  }

  private static ByteBuf bytes(String text) {
    return Unpooled.copiedBuffer(text, StandardCharsets.US_ASCII);
  }
}
