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
 * Vert.x's transports, with every listener shown to somebody before it listens. Vert.x has no other
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

  /** Java's own, which is always available. */
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
      readAdaptively(options, bootstrap);
    }

    @Override
    public ChannelFactory<? extends ServerChannel> serverChannelFactory(boolean domainSocket) {
      return shown(super.serverChannelFactory(domainSocket), listeners);
    }
  }

  /** A {@link NioTransport}, since Vert.x asks for that type to tell whether it is native. */
  private static final class Nio extends NioTransport {

    private final Consumer<ServerChannel> listeners;

    Nio(Consumer<ServerChannel> listeners) {
      this.listeners = listeners;
    }

    @Override
    public void configure(
        NetServerOptions options, boolean domainSocket, ServerBootstrap bootstrap) {
      super.configure(options, domainSocket, bootstrap);
      readAdaptively(options, bootstrap);
    }

    @Override
    public ChannelFactory<? extends ServerChannel> serverChannelFactory(boolean domainSocket) {
      return shown(super.serverChannelFactory(domainSocket), listeners);
    }
  }

  /** Read buffers as large as what comes: fixed ones would let every idle line hold the largest. */
  private static void readAdaptively(NetServerOptions options, ServerBootstrap bootstrap) {
    bootstrap.childOption(
        ChannelOption.RECVBUF_ALLOCATOR,
        new AdaptiveRecvByteBufAllocator(
            MIN_READ_BYTES,
            FIRST_READ_BYTES,
            Math.max(FIRST_READ_BYTES, options.getReceiveBufferSize())));
  }

  private static ChannelFactory<ServerChannel> shown(
      ChannelFactory<? extends ServerChannel> plain, Consumer<ServerChannel> listeners) {
    return () -> {
      ServerChannel listener = plain.newChannel();
      listeners.accept(listener);
      return listener;
    };
  }
}
