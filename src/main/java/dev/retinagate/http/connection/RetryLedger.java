package dev.retinagate.http.connection;

import io.vertx.core.http.HttpConnection;
import java.time.Duration;
import java.util.IdentityHashMap;
import java.util.function.LongSupplier;

/**
 * Remembers for each connection until when its last refusal asked the client to wait, so that a
 * client that retries earlier is known. Owned by the listener's event loop.
 */
public final class RetryLedger {

  private final LongSupplier nanoClock;
  private final IdentityHashMap<HttpConnection, Entry> entries = new IdentityHashMap<>();

  private static final class Entry {
    private boolean refused;
    private boolean refusalUnsent;
    private Duration retryAfter = Duration.ZERO;
    private long retryNotBeforeNanos;
  }

  /**
   * A ledger without connections.
   *
   * @param nanoClock as {@link System#nanoTime}
   */
  RetryLedger(LongSupplier nanoClock) {
    this.nanoClock = nanoClock;
  }

  /** A connection has sent its first headers. */
  void opened(HttpConnection connection) {
    entries.put(connection, new Entry());
  }

  /** A connection has ended. Events of it that follow have no effect. */
  void closed(HttpConnection connection) {
    entries.remove(connection);
  }

  /** A response has been sent: if it was a refusal, the client's wait begins now. */
  void requestEnded(HttpConnection connection) {
    Entry entry = entries.get(connection);
    if (entry != null && entry.refusalUnsent) {
      entry.refusalUnsent = false;
      entry.refused = true;
      entry.retryNotBeforeNanos = nanoClock.getAsLong() + entry.retryAfter.toNanos();
    }
  }

  /**
   * A request on a connection is being refused.
   *
   * @param nowNanos the time of the refusal, on the ledger's clock
   * @param retryAfter how long the refusal asks the client to wait, once it is sent
   * @return true if the previous refusal on this connection has been sent and the client did not
   *     wait as long as it asked. A request that came before that refusal was sent, as streams and
   *     pipelined requests do, is not early. False for a connection that has ended.
   */
  public boolean recordRefusal(HttpConnection connection, long nowNanos, Duration retryAfter) {
    Entry entry = entries.get(connection);
    if (entry == null) {
      return false;
    }
    entry.refusalUnsent = true;
    entry.retryAfter = retryAfter;
    return entry.refused && nowNanos - entry.retryNotBeforeNanos < 0;
  }
}
