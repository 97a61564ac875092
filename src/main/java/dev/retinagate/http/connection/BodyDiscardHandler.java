package dev.retinagate.http.connection;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.LastHttpContent;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.net.impl.ConnectionBase;

/**
 * Drops the rest of a request's body where it leaves the HTTP/1 decoder. Without it Vert.x copies
 * each piece to the heap although nothing reads it: refusing a picture of 160 KB would make as much
 * garbage. Only the end of the body is passed on. Owned by the connection's event loop.
 */
public final class BodyDiscardHandler extends ChannelInboundHandlerAdapter {

  private BodyDiscardHandler() {}

  /**
   * Drops the body that is being read on an HTTP/1 connection, from here to its end. No effect if
   * the connection has ended. To be called on the connection's event loop.
   */
  public static void begin(HttpConnection connection) {
    begin(((ConnectionBase) connection).channelHandlerContext());
  }

  /** As {@link #begin(HttpConnection)}, given the position of Vert.x's handler. */
  static void begin(ChannelHandlerContext vertx) {
    ConnectionPipeline.discardBody(vertx, new BodyDiscardHandler());
  }

  @Override
  public void channelRead(ChannelHandlerContext connection, Object message) {
    boolean next = message instanceof HttpRequest;
    if (!next && message instanceof HttpContent content && content.decoderResult().isSuccess()) {
      content.release();
      if (message instanceof LastHttpContent) {
        connection.pipeline().remove(this);
        connection.fireChannelRead(LastHttpContent.EMPTY_LAST_CONTENT);
      }
      return;
    }
    if (next) {
      // The whole body had passed before, and waits in Vert.x's queue.
      connection.pipeline().remove(this);
    }
    connection.fireChannelRead(message);
  }
}
