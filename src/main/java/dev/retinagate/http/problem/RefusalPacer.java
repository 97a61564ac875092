package dev.retinagate.http.problem;

import dev.retinagate.admission.RefusalBudget;
import dev.retinagate.http.problem.Failure.NotAdmitted;
import dev.retinagate.http.problem.Failure.NotAdmitted.Why;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;

/**
 * Decides when a refusal is answered. A client that waits as long as {@code Retry-After} says is
 * answered at once. A client that comes back earlier may have to wait for its next refusal until
 * the budget allows it, and until then its socket is not read. Every refusal is paid from the
 * budget.
 *
 * <p>On a proxy's connection come the requests of many callers. None of them waits for what another
 * was told, and the proxy may ask another node at once: its refusals are never delayed. Owned by
 * the listener's event loop.
 */
public final class RefusalPacer {

  /** Another node may help with the other reasons, so their refusals are never delayed. */
  private static final Set<Why> PACED =
      Set.of(Why.FULL, Why.NO_BYTES, Why.TOO_LATE, Why.UNTAKEN, Why.OVER_RATE);

  /** A client may be early by so much: its clock and the network are not exact. */
  private static final Duration TOLERANCE = Duration.ofMillis(100);

  private final RefusalBudget budget;
  private final EarlyRetries ledger;
  private final ToLongFunction<HttpServerRequest> cost;
  private final Predicate<HttpConnection> isProxy;
  private final LongSupplier nanoClock;

  /** Of the cost of all refusals, what the budget has paid. */
  private long paidNanos;

  /**
   * A pacer for one listener.
   *
   * @param cost told each refused request; returns what all refusals of the event loop have cost so
   *     far, in nanoseconds of CPU time
   * @param isProxy whether a connection is that of a proxy with many callers
   * @param nanoClock the listener's time, which is the budget's as well
   */
  public RefusalPacer(
      RefusalBudget budget,
      EarlyRetries ledger,
      ToLongFunction<HttpServerRequest> cost,
      Predicate<HttpConnection> isProxy,
      LongSupplier nanoClock) {
    this.budget = budget;
    this.ledger = ledger;
    this.cost = cost;
    this.isProxy = isProxy;
    this.nanoClock = nanoClock;
  }

  /**
   * How long a client waits for this refusal; zero for most. If it is more, the caller must call
   * {@link #endDelay} when the wait is over, whether or not the client is still there.
   */
  Duration beginDelay(HttpServerRequest request, NotAdmitted refusal) {
    long now = nanoClock.getAsLong();
    long costNanos = cost.applyAsLong(request);
    budget.spend(costNanos - paidNanos, now);
    paidNanos = costNanos;
    HttpConnection connection = request.connection();
    if (!PACED.contains(refusal.why()) || isProxy.test(connection)) {
      return Duration.ZERO;
    }
    Duration wait = refusal.retryAfter().duration().minus(TOLERANCE);
    return ledger.recordRefusal(connection, now, wait) ? budget.beginDelay() : Duration.ZERO;
  }

  /** A client's wait for its refusal is over. */
  void endDelay() {
    budget.endDelay();
  }

  /** Remembers of each connection until when its client was asked to wait. */
  @FunctionalInterface
  public interface EarlyRetries {

    /**
     * Records a refusal.
     *
     * @param wait how long the client is asked to wait, from the answer on
     * @return whether this request came too early: after the answer that asked the client to wait,
     *     and before the wait was over
     */
    boolean recordRefusal(HttpConnection connection, long nowNanos, Duration wait);
  }
}
