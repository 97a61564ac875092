package dev.retinagate.client;

import io.vertx.core.Context;
import java.time.Duration;
import java.time.Instant;

/** The timers of Vert.x. */
final class VertxTimers implements Timers {

  private final Context context;

  VertxTimers(Context context) {
    this.context = context;
  }

  @Override
  public long nanos() {
    return System.nanoTime();
  }

  @Override
  public Instant instant() {
    return Instant.now();
  }

  @Override
  public void after(Duration delay, Runnable task) {
    // Vert.x refuses a timer of less than a millisecond.
    context
        .owner()
        .setTimer(
            Math.max(1, delay.toMillis()), timer -> context.runOnContext(ignored -> task.run()));
  }
}
