package dev.retinagate.http.connection;

import io.vertx.core.http.HttpConnection;
import io.vertx.core.net.impl.ConnectionBase;

/** Closes the connection of a client that does not take its answer. */
public final class HardClose {

  private HardClose() {}

  /**
   * Closes a connection at once. {@link HttpConnection#close} would first send the bytes that wait
   * to be sent, and those are the bytes that the client does not take. Idempotent; to be called on
   * the connection's event loop.
   */
  public static void close(HttpConnection connection) {
    ConnectionPipeline.closeNow(((ConnectionBase) connection).channel());
  }
}
