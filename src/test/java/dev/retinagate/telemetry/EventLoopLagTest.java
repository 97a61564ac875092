package dev.retinagate.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class EventLoopLagTest {

  private static final Duration PERIOD = Duration.ofMillis(100);

  private final AtomicLong clock = new AtomicLong(Long.MAX_VALUE - 5);
  private final List<Long> late = new ArrayList<>();
  private final EventLoopLag lag = new EventLoopLag(PERIOD, clock::get, late::add);

  @Test
  void aFreeLoopIsNotLate() {
    fireAfter(PERIOD.toNanos());

    assertThat(late).containsExactly(0L);
  }

  @Test
  void theDelayOfTheTimerIsTheLag() {
    fireAfter(PERIOD.toNanos() + 30);

    assertThat(late).containsExactly(30L);
  }

  @Test
  void oneStallIsCountedOnce() {
    fireAfter(10 * PERIOD.toNanos());
    fireAfter(PERIOD.toNanos());

    assertThat(late).containsExactly(9 * PERIOD.toNanos(), 0L);
  }

  @Test
  void aTimerThatFiresEarlyIsNotLate() {
    fireAfter(PERIOD.toNanos() - 1);

    assertThat(late).containsExactly(0L);
  }

  private void fireAfter(long nanos) {
    lag.armed();
    clock.addAndGet(nanos);
    lag.fired();
  }
}
