package dev.retinagate.http;

import dev.retinagate.config.Config;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFactory;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.ServerChannel;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.impl.transports.EpollTransport;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.transport.Transport;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Bounds what connections may cost before they have asked for anything: how many there are on each
 * port, and how long the headers of the first request may take; and has their requests read
 * strictly. Vert.x tells of a connection only when its first headers are complete, so this sits at
 * the transport, where connections are accepted.
 *
 * <p>Safe to use from any thread.
 */
public final class ConnectionGuard {

  private static final int LEAST_READ_BYTES = 512;
  private static final int FIRST_READ_BYTES = 2 << 10;

  private final int most;
  private final Duration headerTimeout;
  private final HttpServerOptions limits;
  private final Map<Integer, AtomicInteger> openByPort = new ConcurrentHashMap<>();

  /**
   * A guard that knows of no connection yet.
   *
   * @param http most connections of a port, beyond which each is closed at once; the time for the
   *     headers of a connection's first request; and how long these may be
   */
  public ConnectionGuard(Config.Http http) {
    this.most = http.maxConnections();
    this.headerTimeout = http.headerTimeout();
    this.limits = HttpVerticle.options(http);
  }

  /** Open connections of a port. */
  public int open(int port) {
    AtomicInteger open = openByPort.get(port);
    return open == null ? 0 : open.get();
  }

  /** Native epoll with this guard at every listener. */
  public Transport transport() {
    return new Transport() {
      private final io.vertx.core.spi.transport.Transport guarded = new GuardedEpoll();

      @Override
      public String name() {
        return "epoll";
      }

      @Override
      public boolean available() {
        return guarded.isAvailable();
      }

      @Override
      public Throwable unavailabilityCause() {
        return guarded.unavailabilityCause();
      }

      @Override
      public io.vertx.core.spi.transport.Transport implementation() {
        return guarded;
      }
    };
  }

  private final class GuardedEpoll extends EpollTransport {

    /**
     * Read buffers as large as what comes: fixed ones would let every idle line hold the largest.
     */
    @Override
    public void configure(
        NetServerOptions options, boolean domainSocket, ServerBootstrap bootstrap) {
      super.configure(options, domainSocket, bootstrap);
      bootstrap.childOption(
          ChannelOption.RECVBUF_ALLOCATOR,
          new AdaptiveRecvByteBufAllocator(
              LEAST_READ_BYTES,
              FIRST_READ_BYTES,
              Math.max(FIRST_READ_BYTES, options.getReceiveBufferSize())));
    }

    @Override
    public ChannelFactory<? extends ServerChannel> serverChannelFactory(boolean domainSocket) {
      ChannelFactory<? extends ServerChannel> plain = super.serverChannelFactory(domainSocket);
      return () -> {
        ServerChannel listener = plain.newChannel();
        listener.pipeline().addFirst(new Acceptor());
        return listener;
      };
    }
  }

  /** Sees each connection of a listener before anybody else does. */
  private final class Acceptor extends ChannelInboundHandlerAdapter {

    @Override
    public void channelRead(ChannelHandlerContext listener, Object accepted) {
      if (accepted instanceof Channel connection
          && listener.channel().localAddress() instanceof InetSocketAddress address) {
        AtomicInteger open =
            openByPort.computeIfAbsent(address.getPort(), port -> new AtomicInteger());
        boolean tooMany = open.incrementAndGet() > most;
        connection.closeFuture().addListener(closed -> open.decrementAndGet());
        connection
            .pipeline()
            .addFirst(
                new FirstHeaders(tooMany ? Duration.ZERO : headerTimeout),
                new StrictDecoding(limits),
                new FlushingClose());
      }
      listener.fireChannelRead(accepted);
    }
  }
}
