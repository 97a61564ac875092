package dev.retinagate.http.intake;

import static org.assertj.core.api.Assertions.assertThat;

import dev.retinagate.config.Config;
import dev.retinagate.http.problem.Failure;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class UploadWatchTest {

  private static final Duration GRACE = Duration.ofMillis(250);
  private static final Duration STALL = Duration.ofSeconds(4);
  private static final Duration TRANSFER = Duration.ofSeconds(60);
  private static final long MIN_RATE = 1_000;

  private final ManualTimers timers = new ManualTimers();
  private final List<Object> events = new ArrayList<>();
  private final UploadWatch watch =
      new UploadWatch(
          timers,
          new Config.Uploads(1 << 20, 16, GRACE, MIN_RATE, STALL, TRANSFER),
          () -> events.add("slow"),
          failure -> {
            events.add(failure);
            this.stop();
          });

  private void stop() {
    watch.stop();
  }

  /** Receives so many bytes a second, for so many seconds. */
  private void receive(int bytesPerSecond, int seconds) {
    for (int i = 0; i < seconds; i++) {
      timers.advance(500);
      watch.received(bytesPerSecond);
      timers.advance(500);
    }
  }

  @Test
  void anUploadThatIsCompleteWithinTheGraceIsNotSlow() {
    watch.start();
    timers.advance(GRACE.toMillis() - 1);
    watch.stop();
    timers.advance(100_000);

    assertThat(events).isEmpty();
  }

  @Test
  void anUploadThatTakesLongerThanTheGraceIsSlowOnce() {
    watch.start();
    receive(2_000, 10);

    assertThat(events).containsExactly("slow");
  }

  @Test
  void silenceIsAStall() {
    watch.start();
    receive(20_000, 2);
    timers.advance(STALL.toMillis() - 1_000);
    assertThat(events).containsExactly("slow");
    timers.advance(1_500);

    assertThat(events).containsExactly("slow", new Failure.UploadStalled(STALL));
  }

  @Test
  void aTrickleBelowTheLeastRateIsTooSlow() {
    watch.start();
    receive((int) MIN_RATE - 100, 6);

    assertThat(events).containsExactly("slow", new Failure.UploadTooSlow(MIN_RATE));
  }

  @Test
  void aFastBeginningDoesNotExcuseATrickleLater() {
    watch.start();
    receive(100_000, 4);
    receive(100, 10);

    assertThat(events).containsExactly("slow", new Failure.UploadTooSlow(MIN_RATE));
  }

  @Test
  void anUploadAtTheLeastRateEndsWithTheTransferTimeout() {
    watch.start();
    receive((int) MIN_RATE + 100, 62);

    assertThat(events).containsExactly("slow", new Failure.UploadTooLong(TRANSFER));
  }

  @Test
  void timeInWhichTheNodeDidNotReadIsNotTheClientsFault() {
    watch.start();
    receive(20_000, 2);
    for (int i = 0; i < 10; i++) {
      timers.advance(STALL.toMillis() - 1_000);
      watch.restart();
    }

    assertThat(events).containsExactly("slow");
  }
}
