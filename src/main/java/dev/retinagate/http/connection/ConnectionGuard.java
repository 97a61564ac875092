package dev.retinagate.http.connection;

import dev.retinagate.config.Config;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ServerChannel;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.transport.Transport;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;

/**
 * Bounds what connections may cost before they have asked for anything: how many there are on each
 * port, and how long the headers of the first request may take; and has their requests read
 * strictly. Vert.x tells of a connection only when its first headers are complete, so this sits at
 * the transport, where connections are accepted.
 *
 * <p>Safe to use from any thread.
 */
public final class ConnectionGuard {

  private final int most;
  private final Duration headerTimeout;
  private final HttpServerOptions limits;
  private final Map<Integer, AtomicInteger> openByPort = new ConcurrentHashMap<>();
  private final Set<Channel> listeners = ConcurrentHashMap.newKeySet();

  /**
   * A guard that knows of no connection yet.
   *
   * @param config most connections of a port, beyond which each is closed at once; the time for the
   *     headers of a connection's first request; and how long these may be
   */
  public ConnectionGuard(Config config) {
    this.most = config.connections().max();
    this.headerTimeout = config.connections().headerTimeout();
    this.limits = ListenerOptions.of(config);
  }

  /** Open connections of a port. */
  public int open(int port) {
    AtomicInteger open = openByPort.get(port);
    return open == null ? 0 : open.get();
  }

  /**
   * With this guard at every listener: native epoll, or where that is not available Java's own
   * transport.
   */
  public Transport transport() {
    Transport epoll = ListenerTransport.epoll(this::watch);
    return epoll.available() ? epoll : nio();
  }

  /** Java's own transport with this guard at every listener. */
  public Transport nio() {
    return ListenerTransport.nio(this::watch);
  }

  /**
   * Closes the listening socket of a port, and no connection. To be called before its servers are
   * closed: these take away the event loops first, and Netty warns with a stack trace of each
   * connection that is accepted meanwhile and finds none. Idempotent.
   *
   * @return completes when no connection is accepted any more; never fails
   */
  public Future<Void> stopAccepting(int port) {
    return close(listener -> port(listener) == port);
  }

  /**
   * Closes every listening socket, as {@link #stopAccepting(int)} does that of one port.
   *
   * @return completes when no connection is accepted any more; never fails
   */
  public Future<Void> stopAccepting() {
    return close(listener -> true);
  }

  private Future<Void> close(Predicate<Channel> which) {
    return Future.join(listeners.stream().filter(which).map(ConnectionGuard::close).toList())
        .mapEmpty();
  }

  private static Future<Void> close(Channel listener) {
    Promise<Void> closed = Promise.promise();
    listener.close().addListener(done -> closed.complete());
    return closed.future();
  }

  private void watch(ServerChannel listener) {
    listener.pipeline().addFirst(new Acceptor());
    listeners.add(listener);
    listener.closeFuture().addListener(closed -> listeners.remove(listener));
  }

  /** Zero while it is not bound, and when it is not a port that it is bound to. */
  private static int port(Channel listener) {
    return listener.localAddress() instanceof InetSocketAddress address ? address.getPort() : 0;
  }

  /** Sees each connection of a listener before anybody else does. */
  private final class Acceptor extends ChannelInboundHandlerAdapter {

    @Override
    public void channelRead(ChannelHandlerContext listener, Object accepted) {
      int port = port(listener.channel());
      if (accepted instanceof Channel connection && port > 0) {
        AtomicInteger open = openByPort.computeIfAbsent(port, first -> new AtomicInteger());
        boolean tooMany = open.incrementAndGet() > most;
        connection.closeFuture().addListener(closed -> open.decrementAndGet());
        connection
            .pipeline()
            .addFirst(
                new HeaderTimeoutHandler(tooMany ? Duration.ZERO : headerTimeout),
                new StrictDecoderInstaller(limits),
                new FlushBeforeCloseHandler());
      }
      listener.fireChannelRead(accepted);
    }
  }
}
