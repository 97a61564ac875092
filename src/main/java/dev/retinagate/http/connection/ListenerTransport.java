package dev.retinagate.http.connection;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.ChannelFactory;
import io.netty.channel.ChannelOption;
import io.netty.channel.ServerChannel;
import io.vertx.core.impl.transports.EpollTransport;
import io.vertx.core.impl.transports.NioTransport;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.transport.Transport;
import java.util.function.Consumer;

/**
 * Vert.x's transports, with a hook that sees every listener before it is bound. Vert.x has no other
 * place from which a connection can be seen when it is accepted.
 */
final class ListenerTransport implements Transport {

  private static final int MIN_READ_BYTES = 512;
  private static final int FIRST_READ_BYTES = 2 << 10;

  private final String name;
  private final io.vertx.core.spi.transport.Transport implementation;

  private ListenerTransport(String name, io.vertx.core.spi.transport.Transport implementation) {
    this.name = name;
    this.implementation = implementation;
  }

  /** Native epoll, where {@link #available()}. */
  static ListenerTransport epoll(Consumer<ServerChannel> listeners) {
    return new ListenerTransport("epoll", new Epoll(listeners));
  }

  /** Java's own transport, which is always available. */
  static ListenerTransport nio(Consumer<ServerChannel> listeners) {
    return new ListenerTransport("nio", new Nio(listeners));
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public boolean available() {
    return implementation.isAvailable();
  }

  @Override
  public Throwable unavailabilityCause() {
    return implementation.unavailabilityCause();
  }

  @Override
  public io.vertx.core.spi.transport.Transport implementation() {
    return implementation;
  }

  private static final class Epoll extends EpollTransport {

    private final Consumer<ServerChannel> listeners;

    Epoll(Consumer<ServerChannel> listeners) {
      this.listeners = listeners;
    }

    @Override
    public void configure(
        NetServerOptions options, boolean domainSocket, ServerBootstrap bootstrap) {
      super.configure(options, domainSocket, bootstrap);
      configureConnections(options, bootstrap);
    }

    @Override
    public ChannelFactory<? extends ServerChannel> serverChannelFactory(boolean domainSocket) {
      return hooked(super.serverChannelFactory(domainSocket), listeners);
    }
  }

  /** A {@link NioTransport}: Vert.x takes any other type for a native transport. */
  private static final class Nio extends NioTransport {

    private final Consumer<ServerChannel> listeners;

    Nio(Consumer<ServerChannel> listeners) {
      this.listeners = listeners;
    }

    @Override
    public void configure(
        NetServerOptions options, boolean domainSocket, ServerBootstrap bootstrap) {
      super.configure(options, domainSocket, bootstrap);
      configureConnections(options, bootstrap);
    }

    @Override
    public ChannelFactory<? extends ServerChannel> serverChannelFactory(boolean domainSocket) {
      return hooked(super.serverChannelFactory(domainSocket), listeners);
    }
  }

  /**
   * Tells the guard of each connection how it begins, and sizes read buffers by the bytes that
   * come: with a fixed size every idle upload would hold the largest buffer.
   */
  private static void configureConnections(NetServerOptions options, ServerBootstrap bootstrap) {
    bootstrap.childAttr(ConnectionPipeline.TLS, options.isSsl());
    bootstrap.childAttr(
        ConnectionPipeline.PROXY_PROTOCOL, ListenerOptions.hasProxyProtocol(options));
    bootstrap.childOption(
        ChannelOption.RECVBUF_ALLOCATOR,
        new AdaptiveRecvByteBufAllocator(
            MIN_READ_BYTES,
            FIRST_READ_BYTES,
            Math.max(FIRST_READ_BYTES, options.getReceiveBufferSize())));
  }

  private static ChannelFactory<ServerChannel> hooked(
      ChannelFactory<? extends ServerChannel> plain, Consumer<ServerChannel> listeners) {
    return () -> {
      ServerChannel listener = plain.newChannel();
      listeners.accept(listener);
      return listener;
    };
  }
}
