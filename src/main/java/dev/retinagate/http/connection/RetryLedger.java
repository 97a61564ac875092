package dev.retinagate.http.connection;

import io.vertx.core.http.HttpConnection;
import java.time.Duration;
import java.util.IdentityHashMap;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.function.LongSupplier;

/**
 * Remembers for each connection until when its last refusal asked the client to wait, so that a
 * client that retries earlier is known. A client that ends its connection before the wait is over,
 * and opens another, is known by its address: the next new connection from there takes the wait on.
 * Each wait is taken on once, so that clients that share an address with an impatient one are taken
 * for it no more often than it came back. Owned by the listener's event loop.
 */
public final class RetryLedger {

  private final Function<HttpConnection, String> client;
  private final LongSupplier nanoClock;
  private final IdentityHashMap<HttpConnection, Entry> entries = new IdentityHashMap<>();
  private final UnfinishedWaits unfinished = new UnfinishedWaits();

  private static final class Entry {
    private boolean refused;
    private boolean refusalUnsent;
    private Duration retryAfter = Duration.ZERO;
    private long retryNotBeforeNanos;

    private void waitFrom(long nowNanos) {
      refusalUnsent = false;
      refused = true;
      retryNotBeforeNanos = nowNanos + retryAfter.toNanos();
    }
  }

  /**
   * A ledger without connections.
   *
   * @param client whom a connection's address stands for
   * @param nanoClock as {@link System#nanoTime}
   */
  RetryLedger(Function<HttpConnection, String> client, LongSupplier nanoClock) {
    this.client = client;
    this.nanoClock = nanoClock;
  }

  /** A connection has sent its first headers. */
  void opened(HttpConnection connection) {
    Entry entry = new Entry();
    OptionalLong taken = unfinished.take(client.apply(connection), nanoClock.getAsLong());
    if (taken.isPresent()) {
      entry.refused = true;
      entry.retryNotBeforeNanos = taken.getAsLong();
    }
    entries.put(connection, entry);
  }

  /** A connection has ended. Events of it that follow have no effect. */
  void closed(HttpConnection connection) {
    Entry entry = entries.remove(connection);
    if (entry == null) {
      return;
    }
    long now = nanoClock.getAsLong();
    if (entry.refusalUnsent) {
      // The client did not even wait for the answer.
      entry.waitFrom(now);
    }
    if (entry.refused && now - entry.retryNotBeforeNanos < 0) {
      unfinished.add(client.apply(connection), entry.retryNotBeforeNanos);
    }
  }

  /** A response has been sent: if it was a refusal, the client's wait begins now. */
  void requestEnded(HttpConnection connection) {
    Entry entry = entries.get(connection);
    if (entry != null && entry.refusalUnsent) {
      entry.waitFrom(nanoClock.getAsLong());
    }
  }

  /** Forgets waits that are over. To be called periodically. */
  void forgetOverdue() {
    unfinished.forgetOver(nanoClock.getAsLong());
  }

  /**
   * A request on a connection is being refused.
   *
   * @param nowNanos the time of the refusal, on the ledger's clock
   * @param retryAfter how long the refusal asks the client to wait, once it is sent
   * @return true if the previous refusal of this client has been sent and the client did not wait
   *     as long as it asked. A request that came before that refusal was sent, as streams and
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
