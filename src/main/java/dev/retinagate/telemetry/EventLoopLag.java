package dev.retinagate.telemetry;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;

/**
 * How late the timers of an event loop fire, which is how long everything else on that loop waits.
 * Owned by the loop that it measures.
 *
 * <p>A timer that is set anew each time it has fired, and not a periodic one: those catch up after
 * a stall, and would count one stall many times. A loop that stands still records nothing at all;
 * the alerts look for that too.
 */
final class EventLoopLag {

  private static final Duration PERIOD = Duration.ofMillis(100);

  private final long periodNanos;
  private final LongSupplier nanoClock;
  private final LongConsumer lateNanos;
  private long armedNanos;

  /**
   * A measurement that has not begun.
   *
   * @param period between arming and firing, were the loop free
   * @param nanoClock monotonic nanoseconds
   * @param lateNanos told how late each firing was
   */
  EventLoopLag(Duration period, LongSupplier nanoClock, LongConsumer lateNanos) {
    this.periodNanos = period.toNanos();
    this.nanoClock = nanoClock;
    this.lateNanos = lateNanos;
  }

  /**
   * Measures the calling event loop for as long as the calling verticle is deployed.
   *
   * @param loop what the loop is for; the meter names its thread as well, as the log does
   */
  static void watch(Vertx vertx, MeterRegistry registry, String loop) {
    Timer timer =
        Timer.builder("retinagate.event.loop.lag")
            .description("How late timers fire on an event loop")
            .tag("loop", loop)
            .tag("thread", Thread.currentThread().getName())
            .serviceLevelObjectives(GatewayMeters.BUCKETS)
            .register(registry);
    new EventLoopLag(PERIOD, System::nanoTime, nanos -> timer.record(nanos, TimeUnit.NANOSECONDS))
        .measure(vertx);
  }

  private void measure(Vertx vertx) {
    armed();
    vertx.setTimer(
        TimeUnit.NANOSECONDS.toMillis(periodNanos),
        fired -> {
          fired();
          measure(vertx);
        });
  }

  /** The timer is set now. */
  void armed() {
    armedNanos = nanoClock.getAsLong();
  }

  /** The timer has fired. A loop's clock is coarser than ours: early is not late. */
  void fired() {
    lateNanos.accept(Math.max(0, nanoClock.getAsLong() - armedNanos - periodNanos));
  }
}
