package dev.retinagate.client;

import io.vertx.core.Context;
import java.time.Duration;
import java.time.Instant;

/** Time, as it passes for a client; tests let it pass by hand. */
public interface Timers {

  /** A clock that only moves forward, in nanoseconds from any start. */
  long nanos();

  /** The time of day. */
  Instant instant();

  /** Runs a task later on the thread of the client, never within the call itself. */
  void after(Duration delay, Runnable task);

  /** Real time; tasks run on the context. */
  static Timers of(Context context) {
    return new VertxTimers(context);
  }
}
