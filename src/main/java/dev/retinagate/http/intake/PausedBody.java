package dev.retinagate.http.intake;

import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.BooleanSupplier;

/**
 * The part of a body that has come and has found no memory yet, as steps in the order in which it
 * came. While there is any, the source is not read: the client waits, and the node's memory does
 * not grow. Owned by the request's event loop.
 */
final class PausedBody {

  private static final long RETRY_MILLIS = 20;

  private final Timers timers;
  private final Source source;
  private final Duration maxWait;
  private final Runnable onResumed;
  private final Runnable onGivenUp;
  private final Deque<BooleanSupplier> steps = new ArrayDeque<>();
  private long sinceNanos;
  private boolean closed;

  /** Where the body comes from. */
  interface Source {

    void pause();

    void resume();

    /** Whether a pause would also stop the bodies of other requests. */
    boolean isShared();

    /** On HTTP/2, what one stream does not read takes the connection's window from its siblings. */
    static Source of(HttpServerRequest request) {
      return new Source() {
        @Override
        public void pause() {
          request.pause();
        }

        @Override
        public void resume() {
          request.resume();
        }

        @Override
        public boolean isShared() {
          return request.version() == HttpVersion.HTTP_2;
        }
      };
    }
  }

  /**
   * A body of which nothing waits.
   *
   * @param source is paused while something waits, unless it is shared
   * @param maxWait how long memory is waited for; not at all if the source is shared
   * @param onResumed called when the source is read again
   * @param onGivenUp called when there was no memory for so long
   */
  PausedBody(
      Timers timers, Source source, Duration maxWait, Runnable onResumed, Runnable onGivenUp) {
    this.timers = timers;
    this.source = source;
    this.maxWait = maxWait;
    this.onResumed = onResumed;
    this.onGivenUp = onGivenUp;
  }

  /**
   * Takes a step now, or as soon as it and all before it succeed.
   *
   * @param step true when it is done, false when it needs memory that is not there
   */
  void offer(BooleanSupplier step) {
    if (closed || (steps.isEmpty() && step.getAsBoolean()) || closed) {
      return;
    }
    steps.add(step);
    if (source.isShared()) {
      onGivenUp.run();
    } else if (steps.size() == 1) {
      source.pause();
      sinceNanos = timers.nanoTime();
      retryLater();
    }
  }

  boolean isEmpty() {
    return steps.isEmpty();
  }

  /** No step is taken any more. */
  void close() {
    closed = true;
    steps.clear();
  }

  private void retryLater() {
    timers.schedule(RETRY_MILLIS, this::retry);
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
      source.resume();
    } else if (timers.nanoTime() - sinceNanos >= maxWait.toNanos()) {
      onGivenUp.run();
    } else {
      retryLater();
    }
  }
}
