package dev.retinagate.telemetry;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;

/**
 * Measures how late the timers of an event loop fire: every other event on that loop waits as long.
 * Owned by the loop that it measures.
 *
 * <p>The timer is set again each time it has fired. A periodic timer would catch up after a stall
 * and count one stall many times. A loop that is blocked records nothing at all; an alert watches
 * for that.
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
   * @param lateNanos receives how late each firing was
   */
  EventLoopLag(Duration period, LongSupplier nanoClock, LongConsumer lateNanos) {
    this.periodNanos = period.toNanos();
    this.nanoClock = nanoClock;
    this.lateNanos = lateNanos;
  }

  /**
   * Measures the calling event loop for as long as the calling verticle is deployed.
   *
   * @param loop the loop's purpose, a tag of the meter; its thread is another, named as in the log
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

  /** The timer has fired. The loop's clock is coarser than this one, so a timer may fire early. */
  void fired() {
    lateNanos.accept(Math.max(0, nanoClock.getAsLong() - armedNanos - periodNanos));
  }
}
