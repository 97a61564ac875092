package dev.retinagate.http.intake;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.BooleanSupplier;

/**
 * What is to be done with a body that has come but has found no memory yet, in its order. While
 * there is any, the socket is not read: the client waits, and not the node's memory grows. Owned by
 * the request's event loop.
 */
final class PausedBody {

  private static final long RETRY_MILLIS = 20;

  private final Vertx vertx;
  private final HttpServerRequest request;
  private final Duration patience;
  private final Runnable onResumed;
  private final Runnable onGivenUp;
  private final Deque<BooleanSupplier> steps = new ArrayDeque<>();
  private long sinceNanos;
  private boolean closed;

  /**
   * An empty one.
   *
   * @param patience how long memory is waited for
   * @param onResumed called when the socket is read again
   * @param onGivenUp called when there was none for so long
   */
  PausedBody(
      Vertx vertx,
      HttpServerRequest request,
      Duration patience,
      Runnable onResumed,
      Runnable onGivenUp) {
    this.vertx = vertx;
    this.request = request;
    this.patience = patience;
    this.onResumed = onResumed;
    this.onGivenUp = onGivenUp;
  }

  /**
   * Takes a step now, or as soon as it and all before it succeed.
   *
   * @param step true when it is done, false when it needs memory that is not there
   */
  void run(BooleanSupplier step) {
    if (closed || (steps.isEmpty() && step.getAsBoolean())) {
      return;
    }
    steps.add(step);
    if (request.version() == HttpVersion.HTTP_2) {
      // What one stream does not read, its siblings on the connection have no room for.
      onGivenUp.run();
    } else if (steps.size() == 1) {
      request.pause();
      sinceNanos = System.nanoTime();
      retryLater();
    }
  }

  boolean isEmpty() {
    return steps.isEmpty();
  }

  /** Nothing of it will be done any more. */
  void close() {
    closed = true;
    steps.clear();
  }

  private void retryLater() {
    vertx.setTimer(RETRY_MILLIS, passed -> retry());
  }

  private void retry() {
    while (!steps.isEmpty() && steps.peek().getAsBoolean()) {
      steps.poll();
    }
    if (closed) {
      return;
    }
    if (steps.isEmpty()) {
      onResumed.run();
      request.resume();
    } else if (System.nanoTime() - sinceNanos >= patience.toNanos()) {
      onGivenUp.run();
    } else {
      retryLater();
    }
  }
}
