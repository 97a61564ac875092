package dev.retinagate.http.connection;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.LastHttpContent;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.net.impl.ConnectionBase;

/**
 * Drops what is left of a request's body where it leaves the HTTP/1 decoder, instead of letting
 * Vert.x copy each piece to the heap for nobody: refusing a picture of 160 KB would otherwise make
 * as much garbage. Only the end of the body is passed on. Owned by the connection's event loop.
 */
public final class BodyDiscardHandler extends ChannelInboundHandlerAdapter {

  private static final String BEHIND_DECODER = "handler";

  private BodyDiscardHandler() {}

  /** From here to the end of the body that is being read. */
  public static void begin(HttpConnection connection) {
    Channel channel = ((ConnectionBase) connection).channel();
    channel.pipeline().addBefore(BEHIND_DECODER, null, new BodyDiscardHandler());
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
      // All of the body had passed before, and waited for somebody to read it.
      connection.pipeline().remove(this);
    }
    connection.fireChannelRead(message);
  }
}
