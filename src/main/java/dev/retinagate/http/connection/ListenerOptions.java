package dev.retinagate.http.connection;

import dev.retinagate.config.Config;
import io.vertx.core.http.Http2Settings;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.JdkSSLEngineOptions;
import io.vertx.core.net.KeyCertOptions;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** The options of the public listener. */
public final class ListenerOptions {

  /** Most streams that a client may have open at a time on one HTTP/2 connection. */
  public static final int MAX_STREAMS = 100;

  /** For this port, Vert.x shares one free port among the instances of a verticle. */
  private static final int ANY_SHARED_PORT = -1;

  /**
   * Receive buffer of a socket, and most bytes of one read. A picture fits, so that its sender need
   * not wait for room. (Where a segment is as large as the room, as on a loopback, the wait was 200
   * ms now and then.)
   */
  private static final int RECEIVE_BUFFER_BYTES = 256 << 10;

  private ListenerOptions() {}

  /**
   * The options that the configuration asks for.
   *
   * @param certificate with which the listener speaks TLS, and HTTP/2 where the client asks for it
   *     (ALPN); empty for cleartext
   */
  public static HttpServerOptions of(Config config, Optional<KeyCertOptions> certificate) {
    HttpServerOptions options = of(config);
    certificate.ifPresent(
        present ->
            options
                .setSsl(true)
                .setUseAlpn(true)
                .setKeyCertOptions(present)
                // The key exchange takes milliseconds, which an event loop must not be blocked for.
                .setSslEngineOptions(new JdkSSLEngineOptions().setUseWorkerThread(true)));
    return options;
  }

  /** The options that the configuration asks for, in cleartext. */
  public static HttpServerOptions of(Config config) {
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
            // Pictures are compressed already, and a page of some kilobytes is not worth it.
            .setCompressionSupported(false)
            .setDecompressionSupported(false);
    options
        .setHost(config.http().host())
        .setPort(config.http().port() == 0 ? ANY_SHARED_PORT : config.http().port())
        .setTcpNoDelay(true)
        .setReceiveBufferSize(RECEIVE_BUFFER_BYTES)
        .setIdleTimeout(Math.toIntExact(connections.idleTimeout().toMillis()))
        .setIdleTimeoutUnit(TimeUnit.MILLISECONDS);
    return options;
  }
}
