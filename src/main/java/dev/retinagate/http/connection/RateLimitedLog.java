package dev.retinagate.http.connection;

import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;

/**
 * Logs events that clients can cause as often as they like: the first one at once, further ones
 * together, one line an interval. Safe to use from any thread.
 */
final class RateLimitedLog {

  private final Duration interval;
  private final IntConsumer line;
  private boolean waiting;
  private int unlogged;

  /**
   * A log without events.
   *
   * @param interval least time between two lines
   * @param line given the number of events since the last line, writes a line
   */
  RateLimitedLog(Duration interval, IntConsumer line) {
    this.interval = interval;
    this.line = line;
  }

  /**
   * An event has happened.
   *
   * @param timer of the calling event loop
   */
  synchronized void event(ScheduledExecutorService timer) {
    if (waiting) {
      unlogged++;
    } else {
      line.accept(1);
      await(timer);
    }
  }

  private void await(ScheduledExecutorService timer) {
    waiting = true;
    var unused =
        timer.schedule(() -> intervalOver(timer), interval.toMillis(), TimeUnit.MILLISECONDS);
  }

  private synchronized void intervalOver(ScheduledExecutorService timer) {
    waiting = false;
    if (unlogged > 0) {
      line.accept(unlogged);
      unlogged = 0;
      await(timer);
    }
  }
}
