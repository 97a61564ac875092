package dev.retinagate.http.connection;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.impl.Http1xOrH2CHandler;
import io.vertx.core.http.impl.VertxHttpRequestDecoder;

/**
 * Puts a {@link StrictRequestDecoder} in the place of Vert.x's, which offers no way to choose one.
 * Vert.x makes its decoder when a connection's first bytes have told which HTTP it speaks: so this
 * waits behind whoever finds that out, and acts before the decoder has read any. Owned by the
 * connection's event loop.
 */
final class StrictDecoderInstaller extends ChannelInboundHandlerAdapter {

  private static final String VERTX_NAME = "httpDecoder";

  private final HttpServerOptions limits;

  /**
   * For one connection.
   *
   * @param limits of the listener's decoder
   */
  StrictDecoderInstaller(HttpServerOptions limits) {
    this.limits = limits;
  }

  @Override
  public void channelRead(ChannelHandlerContext connection, Object message) {
    ChannelPipeline pipeline = connection.pipeline();
    ChannelHandlerContext detection = pipeline.context(Http1xOrH2CHandler.class);
    if (detection != null) {
      pipeline.addAfter(detection.name(), null, new Replacement());
    }
    pipeline.remove(this);
    connection.fireChannelRead(message);
  }

  private final class Replacement extends ChannelInboundHandlerAdapter {

    @Override
    public void channelRead(ChannelHandlerContext connection, Object message) {
      ChannelPipeline pipeline = connection.pipeline();
      if (pipeline.get(VertxHttpRequestDecoder.class) != null) {
        pipeline.replace(
            VertxHttpRequestDecoder.class, VERTX_NAME, new StrictRequestDecoder(limits));
      }
      pipeline.remove(this);
      connection.fireChannelRead(message);
    }
  }
}
