package dev.retinagate.http.intake;

import io.vertx.core.Vertx;
import java.util.function.LongSupplier;

/** The time and the timers of one event loop; tests have their own. */
interface Timers {

  /** The time, monotonic. Deadlines are in it, here as in the dispatcher. */
  long nanoTime();

  /**
   * Runs a task once, on the event loop.
   *
   * @param millis after so long, at least 1
   * @return what {@link #cancel} takes
   */
  long schedule(long millis, Runnable task);

  /** A task that has not run yet will not; no effect on any other. */
  void cancel(long id);

  /** The timers of Vert.x, for the event loop that calls. */
  static Timers of(Vertx vertx, LongSupplier nanoClock) {
    return new Timers() {
      @Override
      public long nanoTime() {
        return nanoClock.getAsLong();
      }

      @Override
      public long schedule(long millis, Runnable task) {
        return vertx.setTimer(millis, fired -> task.run());
      }

      @Override
      public void cancel(long id) {
        vertx.cancelTimer(id);
      }
    };
  }
}
