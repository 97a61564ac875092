package dev.retinagate.http.connection;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * Bounds the open connections of one listener. Stands in the listener's pipeline and sees each
 * accepted connection before any handler is added to it: a connection beyond the bound is closed
 * there and costs nothing more. The last {@code 1/}{@value #RESERVED_FRACTION} of the bound is for
 * addresses that have less than their share, so that no client keeps the others out by the number
 * of its connections; trusted proxies have no share. Any thread may read the count and the port.
 */
final class ConnectionLimit extends ChannelInboundHandlerAdapter {

  /** As for the bytes in flight ({@code Admission}). */
  private static final int RESERVED_FRACTION = 8;

  private final int max;
  private final Predicate<String> trustedProxy;
  private final Consumer<Channel> admit;
  private final Consumer<ChannelHandlerContext> onRefused;
  private final AtomicInteger open = new AtomicInteger();
  private final Map<String, Integer> openByAddress = new ConcurrentHashMap<>();
  private volatile int port;

  /**
   * A limit with no open connection.
   *
   * @param max most open connections
   * @param trustedProxy whether an address is a proxy's, which connects for many clients
   * @param admit called with each connection within the bound, before Vert.x sees it
   * @param onRefused called with the listener's context for each connection beyond the bound; both
   *     are called on the listener's event loop
   */
  ConnectionLimit(
      int max,
      Predicate<String> trustedProxy,
      Consumer<Channel> admit,
      Consumer<ChannelHandlerContext> onRefused) {
    this.max = max;
    this.trustedProxy = trustedProxy;
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
    String address = address(connection);
    if (!hasRoom(address)) {
      onRefused.accept(listener);
      // The connection has no event loop yet, so that no other way to close it works.
      connection.unsafe().closeForcibly();
      return;
    }
    open.incrementAndGet();
    openByAddress.merge(address, 1, Integer::sum);
    connection
        .closeFuture()
        .addListener(
            closed -> {
              open.decrementAndGet();
              openByAddress.computeIfPresent(
                  address, (key, count) -> count == 1 ? null : count - 1);
            });
    admit.accept(connection);
    listener.fireChannelRead(accepted);
  }

  private boolean hasRoom(String address) {
    int free = max - open.get();
    return free > max / RESERVED_FRACTION
        || (free > 0 && (trustedProxy.test(address) || isInShare(address)));
  }

  /** An address's share leaves room for the addresses that have connections, and for one more. */
  private boolean isInShare(String address) {
    Integer connections = openByAddress.get(address);
    int addresses = openByAddress.size() + (connections == null ? 1 : 0);
    return (connections == null ? 0 : connections) + 1 <= max / (addresses + 1);
  }

  /** The address at the other end of a connection; empty if it has none. */
  static String address(Channel connection) {
    return connection.remoteAddress() instanceof InetSocketAddress remote
            && remote.getAddress() != null
        ? remote.getAddress().getHostAddress()
        : "";
  }
}
