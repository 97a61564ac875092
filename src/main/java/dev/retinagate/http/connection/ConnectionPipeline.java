package dev.retinagate.http.connection;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.haproxy.HAProxyMessageDecoder;
import io.netty.handler.ssl.AbstractSniHandler;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.AttributeKey;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.impl.Http1xOrH2CHandler;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * Owns the order of a connection's pipeline: puts the guards between Vert.x's handlers, at the
 * positions that the package's description lists. A guard stands next to a handler of Vert.x. If
 * that handler is missing, the connection is closed: without the guard, Vert.x's lenient decoder
 * would serve it.
 *
 * <p>It stands first in the pipeline from the moment of accept and stays there, since {@link
 * HardClose} starts from it. It acts once, when the connection becomes active: Vert.x has added its
 * own handlers by then, and no byte has been read. Owned by the connection's event loop.
 */
final class ConnectionPipeline extends ChannelInboundHandlerAdapter {

  /**
   * Set by the listener on each of its connections: whether they speak TLS. Vert.x adds the handler
   * for TLS by the same option.
   */
  static final AttributeKey<Boolean> TLS =
      AttributeKey.valueOf(ConnectionPipeline.class, "speaks-tls");

  /** Set likewise: whether a header of the PROXY protocol comes first. */
  static final AttributeKey<Boolean> PROXY_PROTOCOL =
      AttributeKey.valueOf(ConnectionPipeline.class, "proxy-protocol");

  private static final String FIRST = "retinagate-first";
  private static final String COST = "retinagate-cost";
  private static final String PROXY_DECODER = "retinagate-proxy-decoder";
  private static final String PROXY_HEADER = "retinagate-proxy-header";
  private static final String HEADER_TIMEOUT = "retinagate-header-timeout";
  private static final String FLUSH_BEFORE_CLOSE = "retinagate-flush-before-close";
  private static final String PROTOCOL = "retinagate-protocol";
  private static final String BODY_DISCARD = "retinagate-body-discard";

  private final Guards guards;

  /**
   * What all connections share.
   *
   * @param limits of the decoder of HTTP/1
   * @param headerTimeout from accept to the end of the first request's headers
   * @param onMissing called on the connection's event loop for each connection that is closed
   *     because a handler of Vert.x is missing
   * @param proxies who may send a header of the PROXY protocol
   * @param costs what refused requests cost
   */
  record Guards(
      HttpServerOptions limits,
      Duration headerTimeout,
      Consumer<ChannelHandlerContext> onMissing,
      Proxies proxies,
      RefusalCosts costs) {

    /** Closes a connection that cannot be guarded. */
    void refuse(ChannelHandlerContext connection) {
      onMissing.accept(connection);
      closeNow(connection.channel());
    }
  }

  /**
   * Who may send a header of the PROXY protocol.
   *
   * @param isTrusted whether an address is a trusted proxy's
   * @param onUntrusted called on the connection's event loop for each connection that is closed
   *     because it is not a proxy's, or does not begin with a header
   */
  record Proxies(Predicate<String> isTrusted, Consumer<ChannelHandlerContext> onUntrusted) {

    /** Closes a connection whose client is not known. */
    void refuse(ChannelHandlerContext connection) {
      onUntrusted.accept(connection);
      closeNow(connection.channel());
    }
  }

  private ConnectionPipeline(Guards guards) {
    this.guards = guards;
  }

  /**
   * Begins to guard a connection that has been accepted and is not registered yet.
   *
   * @param acceptNanos what it has cost to accept it
   */
  static void begin(Channel connection, Guards guards, long acceptNanos) {
    connection
        .pipeline()
        .addFirst(COST, new CostHandler(guards.costs(), acceptNanos))
        .addFirst(FIRST, new ConnectionPipeline(guards));
  }

  @Override
  public void channelActive(ChannelHandlerContext connection) {
    ChannelPipeline pipeline = connection.pipeline();
    // A connection without the attribute is treated as TLS: if it is cleartext, it has no TLS
    // handler and is closed.
    boolean tls = !Boolean.FALSE.equals(connection.channel().attr(TLS).get());
    ChannelHandlerContext vertx =
        tls ? tlsHandler(pipeline) : pipeline.context(Http1xOrH2CHandler.class);
    if (vertx == null) {
      guards.refuse(connection);
      return;
    }
    // With TLS, the next two handlers stand behind its handler. The guards that look at bytes need
    // them decrypted. Bytes that are flushed after TLS's closing alert has been sent are lost.
    pipeline.addAfter(
        tls ? vertx.name() : COST,
        HEADER_TIMEOUT,
        new HeaderTimeoutHandler(guards.headerTimeout()));
    pipeline.addAfter(HEADER_TIMEOUT, FLUSH_BEFORE_CLOSE, new FlushBeforeCloseHandler());
    // Vert.x adds its codec before bytes reach the protocol guard: at the end of the TLS handshake,
    // or when the first bytes of a cleartext connection have shown the version.
    pipeline.addAfter(tls ? FLUSH_BEFORE_CLOSE : vertx.name(), PROTOCOL, new ProtocolGuard(guards));
    if (!Boolean.TRUE.equals(connection.channel().attr(PROXY_PROTOCOL).get())) {
      connection.fireChannelActive();
    } else if (guards.proxies().isTrusted().test(ConnectionLimit.address(connection.channel()))) {
      // Before TLS, and before anything else that looks at bytes.
      pipeline.addAfter(COST, PROXY_DECODER, new HAProxyMessageDecoder());
      pipeline.addAfter(PROXY_DECODER, PROXY_HEADER, new ProxyHeader(guards.proxies()::refuse));
      connection.fireChannelActive();
    } else {
      guards.proxies().refuse(connection);
    }
  }

  /** The TLS handler, or the SNI handler, which an SslHandler replaces at the same position. */
  private static ChannelHandlerContext tlsHandler(ChannelPipeline pipeline) {
    ChannelHandlerContext ssl = pipeline.context(SslHandler.class);
    return ssl != null ? ssl : pipeline.context(AbstractSniHandler.class);
  }

  /** Puts a handler directly in front of Vert.x's, which makes requests of HTTP/1 messages. */
  static void discardBody(ChannelHandlerContext vertx, ChannelHandler discard) {
    if (vertx.isRemoved()) {
      // The connection has ended, or its handler is not Vert.x's any more.
      closeNow(vertx.channel());
    } else if (vertx.pipeline().get(BODY_DISCARD) == null) {
      vertx.pipeline().addBefore(vertx.name(), BODY_DISCARD, discard);
    }
  }

  /** Closes a connection without sending the bytes that wait to be sent. Idempotent. */
  static void closeNow(Channel connection) {
    ChannelHandlerContext first = connection.pipeline().context(FIRST);
    // A connection without this handler has ended already or is not guarded: it is closed through
    // all of its pipeline, as Vert.x does.
    var unused = first == null ? connection.close() : first.close();
  }
}
