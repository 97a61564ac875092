package dev.retinagate.http.connection;

import io.vertx.core.http.HttpServerRequest;

/**
 * What one request costs its event loop, from the first byte of it that is read to the last, and
 * what it cost to accept its connection if it is the first there. A request of HTTP/1 follows on
 * the last one of its connection; a stream of HTTP/2 is alone. Owned by the event loop.
 */
public final class RequestCost {

  private enum Outcome {
    OPEN,
    REFUSED,
    OTHER
  }

  private final LoopCost loop;
  private Outcome outcome = Outcome.OPEN;
  private long openNanos;

  /**
   * A request that has not been read yet.
   *
   * @param openNanos what it has cost already
   */
  RequestCost(LoopCost loop, long openNanos) {
    this.loop = loop;
    this.openNanos = openNanos;
  }

  /** The cost of a request that a listener with a {@link ConnectionGuard} received. */
  public static RequestCost of(HttpServerRequest request) {
    return CostHandler.costOf(request);
  }

  /** The headers are complete. */
  void began() {
    if (outcome != Outcome.OPEN) {
      outcome = Outcome.OPEN;
      openNanos = 0;
    }
    worked();
  }

  /** The event loop has just worked for the request. */
  void worked() {
    long nanos = loop.takeNanos();
    switch (outcome) {
      case OPEN -> openNanos += nanos;
      case REFUSED -> loop.addRefusing(nanos);
      case OTHER -> {}
    }
  }

  /**
   * The request is refused: what it has cost so far, and will cost until the next request of its
   * connection, is the cost of a refusal.
   *
   * @return what all refusals of the event loop have cost so far, in nanoseconds of CPU time
   */
  public long refused() {
    worked();
    if (outcome == Outcome.OPEN) {
      loop.addRefusing(openNanos);
      openNanos = 0;
    }
    outcome = Outcome.REFUSED;
    return loop.refusingNanos();
  }

  /** The response has been sent. */
  void ended() {
    worked();
    if (outcome == Outcome.OPEN) {
      outcome = Outcome.OTHER;
    }
  }

  /**
   * Does work for the request in a task of its own, such as a timer's. What it takes to wake the
   * event loop for it is the request's as well.
   */
  public void run(Runnable work) {
    work.run();
    worked();
  }
}
