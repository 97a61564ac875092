package dev.retinagate.http.connection;

import io.vertx.core.http.HttpConnection;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;

/**
 * The connections of a listener that have asked for something: none is kept open by a request whose
 * headers never end. A byte now and then keeps it from being idle, so that idleness does not bound
 * the time for headers; here as much time as a connection may be idle is all that may pass between
 * an answer and the next request. (Of the first request {@link ConnectionGuard} takes care.)
 *
 * <p>Owned by the listener's event loop.
 */
public final class Connections {

  private final Duration nextHeaders;
  private final IdentityHashMap<HttpConnection, Visit> visits = new IdentityHashMap<>();

  /** What is known of one connection. */
  private static final class Visit {
    private final HttpConnection connection;
    private long sinceNanos;
    private int requests;
    private Duration toldToWait = Duration.ZERO;
    private long comeAgainNanos;

    Visit(HttpConnection connection, long nowNanos) {
      this.connection = connection;
      this.sinceNanos = nowNanos;
      this.comeAgainNanos = nowNanos;
    }
  }

  /**
   * None yet.
   *
   * @param nextHeaders most time between an answer and the headers of the next request
   */
  public Connections(Duration nextHeaders) {
    this.nextHeaders = nextHeaders;
  }

  /** A connection is told of, with its first request. */
  public void opened(HttpConnection connection) {
    visits.put(connection, new Visit(connection, System.nanoTime()));
    connection.closeHandler(closed -> visits.remove(connection));
  }

  /** A request's headers have come: a route's handler. */
  public void entered(RoutingContext ctx) {
    Visit visit = visits.get(ctx.request().connection());
    if (visit != null) {
      visit.requests++;
      ctx.addEndHandler(
          ended -> {
            visit.requests--;
            visit.sinceNanos = System.nanoTime();
            if (!visit.toldToWait.isZero()) {
              visit.comeAgainNanos = visit.sinceNanos + visit.toldToWait.toNanos();
              visit.toldToWait = Duration.ZERO;
            }
          });
    }
    ctx.next();
  }

  /** Closes what has been waited for in vain. To be called now and then. */
  public void closeOverdue(long nowNanos) {
    List<HttpConnection> overdue = new ArrayList<>();
    for (Visit visit : visits.values()) {
      if (visit.requests == 0 && nowNanos - visit.sinceNanos > nextHeaders.toNanos()) {
        overdue.add(visit.connection);
      }
    }
    overdue.forEach(HttpConnection::close);
  }

  /**
   * A request on this connection is turned away.
   *
   * @param again after what time it is told to come again
   * @return whether the one before has been told so and has not waited; who was sent before that
   *     answer, as streams and pipelined requests are, could not know
   */
  public boolean turnedAway(HttpConnection connection, long nowNanos, Duration again) {
    Visit visit = visits.get(connection);
    if (visit == null) {
      return false;
    }
    visit.toldToWait = again;
    return nowNanos - visit.comeAgainNanos < 0;
  }
}
