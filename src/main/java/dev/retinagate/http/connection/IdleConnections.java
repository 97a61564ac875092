package dev.retinagate.http.connection;

import io.vertx.core.http.HttpConnection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * Closes connections that wait too long between a response and the headers of the next request.
 * Vert.x's idle timeout does not bound that time: a byte of a header now and then keeps the
 * connection from being idle. (The first request of a connection is bounded at the transport, by
 * {@link ConnectionGuard}.) Owned by the listener's event loop.
 */
final class IdleConnections {

  private final Duration timeout;
  private final LongSupplier nanoClock;
  private final IdentityHashMap<HttpConnection, Activity> activities = new IdentityHashMap<>();

  private static final class Activity {
    private int requests;
    private long idleSinceNanos;
  }

  /**
   * Without connections.
   *
   * @param timeout most time between a response and the headers of the next request
   * @param nanoClock as {@link System#nanoTime}
   */
  IdleConnections(Duration timeout, LongSupplier nanoClock) {
    this.timeout = timeout;
    this.nanoClock = nanoClock;
  }

  /** A connection has sent its first headers; it is idle until a request begins. */
  void opened(HttpConnection connection) {
    Activity activity = new Activity();
    activity.idleSinceNanos = nanoClock.getAsLong();
    activities.put(connection, activity);
  }

  /** A connection has ended. Events of it that follow have no effect. */
  void closed(HttpConnection connection) {
    activities.remove(connection);
  }

  /** The headers of a request are complete. */
  void requestBegan(HttpConnection connection) {
    Activity activity = activities.get(connection);
    if (activity != null) {
      activity.requests++;
    }
  }

  /** The response of a request has been sent, or has failed. */
  void requestEnded(HttpConnection connection) {
    Activity activity = activities.get(connection);
    if (activity != null) {
      activity.requests--;
      activity.idleSinceNanos = nanoClock.getAsLong();
    }
  }

  /** Closes the connections that have been idle for longer than the timeout. */
  void closeOverdue() {
    long nowNanos = nanoClock.getAsLong();
    // Collected first: closing a connection may call closed().
    List<HttpConnection> overdue = new ArrayList<>();
    activities.forEach(
        (connection, activity) -> {
          if (activity.requests == 0 && nowNanos - activity.idleSinceNanos > timeout.toNanos()) {
            overdue.add(connection);
          }
        });
    overdue.forEach(HttpConnection::close);
  }
}
