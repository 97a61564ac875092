package dev.retinagate.http.connection;

import dev.retinagate.config.AddressRange;
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

  /** By client: an IPv6 host has as many addresses as it wants. */
  private final Map<String, Integer> openByClient = new ConcurrentHashMap<>();

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
    String client = AddressRange.client(address);
    if (!hasRoom(address, client)) {
      onRefused.accept(listener);
      // The connection has no event loop yet, so that no other way to close it works.
      connection.unsafe().closeForcibly();
      return;
    }
    open.incrementAndGet();
    openByClient.merge(client, 1, Integer::sum);
    connection
        .closeFuture()
        .addListener(
            closed -> {
              open.decrementAndGet();
              openByClient.computeIfPresent(client, (key, count) -> count == 1 ? null : count - 1);
            });
    admit.accept(connection);
    listener.fireChannelRead(accepted);
  }

  private boolean hasRoom(String address, String client) {
    int free = max - open.get();
    return free > max / RESERVED_FRACTION
        || (free > 0 && (trustedProxy.test(address) || isInShare(client)));
  }

  /** A client's share leaves room for the clients that have connections, and for one more. */
  private boolean isInShare(String client) {
    Integer connections = openByClient.get(client);
    int clients = openByClient.size() + (connections == null ? 1 : 0);
    return (connections == null ? 0 : connections) + 1 <= max / (clients + 1);
  }

  /** The address at the other end of a connection; empty if it has none. */
  static String address(Channel connection) {
    return connection.remoteAddress() instanceof InetSocketAddress remote
            && remote.getAddress() != null
        ? remote.getAddress().getHostAddress()
        : "";
  }
}
