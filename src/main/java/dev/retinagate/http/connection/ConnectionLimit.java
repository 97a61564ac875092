package dev.retinagate.http.connection;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.net.InetSocketAddress;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * Bounds the open connections of one listener. Stands in the listener's pipeline and sees each
 * accepted connection before any handler is added to it: a connection beyond the bound is closed
 * there and costs nothing more. Any thread may read the count and the port.
 */
final class ConnectionLimit extends ChannelInboundHandlerAdapter {

  private final int max;
  private final Consumer<Channel> admit;
  private final Consumer<ChannelHandlerContext> onRefused;
  private final AtomicInteger open = new AtomicInteger();
  private volatile int port;

  /**
   * A limit with no open connection.
   *
   * @param max most open connections
   * @param admit called with each connection within the bound, before Vert.x sees it
   * @param onRefused called with the listener's context for each connection beyond the bound; both
   *     are called on the listener's event loop
   */
  ConnectionLimit(int max, Consumer<Channel> admit, Consumer<ChannelHandlerContext> onRefused) {
    this.max = max;
    this.admit = admit;
    this.onRefused = onRefused;
  }

  /** Open connections within the bound. */
  int open() {
    return open.get();
  }

  /** The port of the listener, also once it is closed; 0 until it is bound. */
  int port() {
    return port;
  }

  /** The port of a listener; 0 while it is not bound, or if it is bound to no port. */
  static int port(Channel listener) {
    return listener.localAddress() instanceof InetSocketAddress address ? address.getPort() : 0;
  }

  @Override
  public void channelActive(ChannelHandlerContext listener) {
    port = port(listener.channel());
    listener.fireChannelActive();
  }

  @Override
  public void channelRead(ChannelHandlerContext listener, Object accepted) {
    Channel connection = (Channel) accepted;
    if (open.incrementAndGet() > max) {
      open.decrementAndGet();
      onRefused.accept(listener);
      // The connection has no event loop yet, so that no other way to close it works.
      connection.unsafe().closeForcibly();
      return;
    }
    connection.closeFuture().addListener(closed -> open.decrementAndGet());
    admit.accept(connection);
    listener.fireChannelRead(accepted);
  }
}
