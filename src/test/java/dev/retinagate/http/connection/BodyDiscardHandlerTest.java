package dev.retinagate.http.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.DecoderResult;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.DefaultHttpRequest;
import io.netty.handler.codec.http.DefaultLastHttpContent;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BodyDiscardHandlerTest {

  /** Stands for Vert.x's. */
  private final EmbeddedChannel connection =
      new EmbeddedChannel(new ChannelInboundHandlerAdapter());

  private final ChannelHandlerContext vertx = connection.pipeline().firstContext();

  @AfterEach
  void release() {
    connection.finishAndReleaseAll();
  }

  @Test
  void dropsTheRestOfTheBodyAndPassesOnItsEnd() {
    BodyDiscardHandler.begin(vertx);
    ByteBuf bytes = Unpooled.copiedBuffer(new byte[10]);
    ByteBuf last = Unpooled.copiedBuffer(new byte[10]);

    connection.writeInbound(new DefaultHttpContent(bytes), new DefaultLastHttpContent(last));

    assertThat(connection.<Object>readInbound()).isSameAs(LastHttpContent.EMPTY_LAST_CONTENT);
    assertThat(connection.<Object>readInbound()).isNull();
    assertThat(bytes.refCnt() + last.refCnt()).isZero();
    assertGone();
  }

  @Test
  void passesOnABrokenBody() {
    BodyDiscardHandler.begin(vertx);
    HttpContent broken = new DefaultLastHttpContent();
    broken.setDecoderResult(DecoderResult.failure(new IllegalArgumentException("broken")));

    connection.writeInbound(broken);

    assertThat(connection.<Object>readInbound()).isSameAs(broken);
  }

  @Test
  void endsWithTheNextRequestIfTheWholeBodyHadPassed() {
    BodyDiscardHandler.begin(vertx);
    HttpRequest next = new DefaultHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.GET, "/");

    connection.writeInbound(next);

    assertThat(connection.<Object>readInbound()).isSameAs(next);
    assertGone();
  }

  @Test
  void beginsOnceHoweverManyPipelinedRequestsAreRefused() {
    BodyDiscardHandler.begin(vertx);
    BodyDiscardHandler.begin(vertx);

    connection.writeInbound(LastHttpContent.EMPTY_LAST_CONTENT);

    assertThat(connection.inboundMessages()).hasSize(1);
    assertGone();
  }

  @Test
  void hasNoEffectOnAConnectionThatHasEnded() {
    var unused = connection.close();
    connection.runPendingTasks();
    assertThat(vertx.isRemoved()).isTrue();

    BodyDiscardHandler.begin(vertx);

    assertThat(connection.isOpen()).isFalse();
  }

  /** Its handler is not Vert.x's any more: nothing would read the body, nor drop it. */
  @Test
  void closesAConnectionWhoseHandlerHasBeenReplaced() {
    connection.pipeline().replace(vertx.handler(), "other", new ChannelInboundHandlerAdapter());

    BodyDiscardHandler.begin(vertx);

    assertThat(connection.isOpen()).isFalse();
  }

  private void assertGone() {
    assertThat(connection.pipeline().get(BodyDiscardHandler.class)).isNull();
  }
}
