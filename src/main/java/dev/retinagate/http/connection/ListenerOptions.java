package dev.retinagate.http.connection;

import dev.retinagate.config.Config;
import dev.retinagate.tls.TlsOptions;
import io.vertx.core.http.Http2Settings;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.KeyCertOptions;
import io.vertx.core.net.NetServerOptions;
import java.util.concurrent.TimeUnit;

/** The options of the public listeners. */
public final class ListenerOptions {

  /** Most streams that a client may have open at a time on one HTTP/2 connection. */
  public static final int MAX_STREAMS = 100;

  /**
   * For each negative port, Vert.x shares one free port among the instances of a verticle: two
   * listeners need two of them.
   */
  private static final int ANY_SHARED_PORT = -1;

  private static final int ANY_SHARED_TLS_PORT = -2;

  /**
   * Receive buffer of a socket, and most bytes of one read. A picture fits, so that its sender need
   * not wait for room. (Where a segment is as large as the room, as on a loopback, the wait was 200
   * ms now and then.)
   */
  private static final int RECEIVE_BUFFER_BYTES = 256 << 10;

  /**
   * Marks a listener of the PROXY protocol for {@link ListenerTransport}, which sees nothing but
   * Vert.x's options. Vert.x does not read the unit while its own handling of the protocol is off,
   * which it stays: see {@link ProxyHeader}.
   */
  private static final TimeUnit PROXY_PROTOCOL = TimeUnit.NANOSECONDS;

  private ListenerOptions() {}

  /** The listener for HTTPS, on {@code tls.port}; in everything else it is the other's equal. */
  public static HttpServerOptions tls(Config config, KeyCertOptions certificate) {
    int port = config.tls().port();
    HttpServerOptions options = bounds(config).setPort(port == 0 ? ANY_SHARED_TLS_PORT : port);
    TlsOptions.speakTls(options, certificate);
    return options;
  }

  /** The listener in cleartext, on {@code http.port}; on a free port if that is none. */
  public static HttpServerOptions cleartext(Config config) {
    int port = config.http().port().orElse(0);
    return bounds(config).setPort(port == 0 ? ANY_SHARED_PORT : port);
  }

  /** What both listeners have in common: the bounds of HTTP, without a port. */
  static HttpServerOptions bounds(Config config) {
    Config.Connections connections = config.connections();
    HttpServerOptions options =
        new HttpServerOptions()
            .setMaxInitialLineLength(connections.maxHeaderBytes())
            .setMaxHeaderSize(connections.maxHeaderBytes())
            .setInitialSettings(
                new Http2Settings()
                    .setMaxConcurrentStreams(MAX_STREAMS)
                    .setMaxHeaderListSize(connections.maxHeaderBytes()))
            // The intake answers it, once there is a permit.
            .setHandle100ContinueAutomatically(false)
            // Pictures are compressed already, and the page's files are when they are loaded.
            .setCompressionSupported(false)
            .setDecompressionSupported(false);
    options
        .setHost(config.http().host())
        .setTcpNoDelay(true)
        .setReceiveBufferSize(RECEIVE_BUFFER_BYTES)
        .setIdleTimeout(Math.toIntExact(connections.idleTimeout().toMillis()))
        .setIdleTimeoutUnit(TimeUnit.MILLISECONDS);
    if (config.http().proxyProtocol()) {
      options
          .setProxyProtocolTimeout(connections.headerTimeout().toNanos())
          .setProxyProtocolTimeoutUnit(PROXY_PROTOCOL);
    }
    return options;
  }

  /** Whether a listener has these options because connections to it begin with a PROXY header. */
  static boolean hasProxyProtocol(NetServerOptions options) {
    return options.getProxyProtocolTimeoutUnit() == PROXY_PROTOCOL;
  }
}
