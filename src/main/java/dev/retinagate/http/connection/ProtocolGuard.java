package dev.retinagate.http.connection;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.netty.util.ReferenceCountUtil;
import io.vertx.core.http.impl.VertxHttpRequestDecoder;

/**
 * Lets the first bytes of a connection pass to a decoder only if that decoder is guarded: replaces
 * Vert.x's decoder of HTTP/1, which Vert.x offers no way to choose, by a {@link
 * StrictRequestDecoder}; passes bytes to a decoder of HTTP/2, whose streams {@link StreamGuard}
 * guards; and closes the connection where Vert.x has neither. Owned by the connection's event loop.
 */
final class ProtocolGuard extends ChannelInboundHandlerAdapter {

  private static final String VERTX_NAME = "httpDecoder";

  private final ConnectionPipeline.Guards guards;

  ProtocolGuard(ConnectionPipeline.Guards guards) {
    this.guards = guards;
  }

  @Override
  public void channelRead(ChannelHandlerContext connection, Object bytes) {
    ChannelPipeline pipeline = connection.pipeline();
    if (pipeline.get(VertxHttpRequestDecoder.class) != null) {
      pipeline.replace(
          VertxHttpRequestDecoder.class, VERTX_NAME, new StrictRequestDecoder(guards.limits()));
    } else if (pipeline.get(Http2ConnectionHandler.class) == null) {
      ReferenceCountUtil.release(bytes);
      guards.refuse(connection);
      return;
    }
    pipeline.remove(this);
    connection.fireChannelRead(bytes);
  }
}
