package dev.retinagate.http.connection;

import dev.retinagate.config.AddressRange;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.codec.haproxy.HAProxyCommand;
import io.netty.handler.codec.haproxy.HAProxyMessage;
import io.netty.util.ReferenceCountUtil;
import io.vertx.core.net.SocketAddress;
import io.vertx.core.net.impl.ConnectionBase;
import java.util.function.Consumer;

/**
 * Takes the client's address from the header of the PROXY protocol, version 1 or 2, which a proxy
 * sends before anything else on a connection. Removes itself once the header has been read, as the
 * decoder does. A connection that begins with anything else is closed: a client could else choose
 * its address itself. Owned by the connection's event loop.
 *
 * <p>Vert.x has a handler of its own for it. It adds the rest of its pipeline only behind the
 * header, when bytes have arrived already, so that no guard could be put in between.
 */
final class ProxyHeader extends ChannelInboundHandlerAdapter {

  private final Consumer<ChannelHandlerContext> onMalformed;
  private boolean refused;

  /**
   * For one connection, directly behind its decoder.
   *
   * @param onMalformed closes a connection that does not begin with a header
   */
  ProxyHeader(Consumer<ChannelHandlerContext> onMalformed) {
    this.onMalformed = onMalformed;
  }

  @Override
  public void channelRead(ChannelHandlerContext connection, Object message) {
    if (refused) {
      // What the decoder still held when the connection was closed.
      ReferenceCountUtil.release(message);
      return;
    }
    if (!(message instanceof HAProxyMessage header)) {
      connection.fireChannelRead(message);
      return;
    }
    try {
      // LOCAL is the proxy's own probe, and its addresses are to be ignored.
      if (header.command() == HAProxyCommand.PROXY && header.sourceAddress() != null) {
        connection
            .channel()
            .attr(ConnectionBase.REMOTE_ADDRESS_OVERRIDE)
            .set(
                SocketAddress.inetSocketAddress(
                    header.sourcePort(), AddressRange.spelling(header.sourceAddress())));
      }
    } catch (IllegalArgumentException e) {
      // The path of a Unix socket.
      refuse(connection);
      return;
    } finally {
      header.release();
    }
    connection.pipeline().remove(this);
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext connection, Throwable failure) {
    if (failure instanceof DecoderException) {
      refuse(connection);
    } else {
      connection.fireExceptionCaught(failure);
    }
  }

  /** Once: the decoder fails again at the rest of the bytes when the connection ends. */
  private void refuse(ChannelHandlerContext connection) {
    if (!refused) {
      refused = true;
      onMalformed.accept(connection);
    }
  }
}
