package dev.retinagate.http.connection;

import io.vertx.core.http.HttpConnection;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.function.Function;
import java.util.function.LongSupplier;

/**
 * Follows the open connections of a listener and their requests, for {@link IdleConnections} and
 * {@link RetryLedger}. Owned by the listener's event loop.
 */
public final class Connections {

  private final IdleConnections idle;
  private final RetryLedger retries;

  /**
   * Without connections.
   *
   * @param idleTimeout most time between a response and the headers of the next request
   * @param client whom a connection's address stands for
   * @param nanoClock as {@link System#nanoTime}
   */
  public Connections(
      Duration idleTimeout, Function<HttpConnection, String> client, LongSupplier nanoClock) {
    this.idle = new IdleConnections(idleTimeout, nanoClock);
    this.retries = new RetryLedger(client, nanoClock);
  }

  /** Which clients retried before they were asked to. */
  public RetryLedger retries() {
    return retries;
  }

  /** A connection has sent its first headers. Takes the connection's close handler. */
  public void opened(HttpConnection connection) {
    idle.opened(connection);
    retries.opened(connection);
    connection.closeHandler(
        closed -> {
          idle.closed(connection);
          retries.closed(connection);
        });
  }

  /** The handler of a route that every request passes: the headers of a request are complete. */
  public void entered(RoutingContext ctx) {
    HttpConnection connection = ctx.request().connection();
    RequestCost cost = RequestCost.of(ctx.request());
    cost.began();
    idle.requestBegan(connection);
    ctx.addEndHandler(
        ended -> {
          idle.requestEnded(connection);
          retries.requestEnded(connection);
          cost.ended();
        });
    ctx.next();
  }

  /** Closes the connections that have been idle for too long. To be called periodically. */
  public void closeOverdue() {
    idle.closeOverdue();
    retries.forgetOverdue();
  }
}
