package dev.retinagate.http.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.embedded.EmbeddedChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class RateLimitedLogTest {

  private final List<Integer> lines = new ArrayList<>();
  private final RateLimitedLog log = new RateLimitedLog(Duration.ofSeconds(1), lines::add);

  /** Only for its timers, whose time is its own. */
  private final EmbeddedChannel loop =
      new EmbeddedChannel() {
        {
          freezeTime();
        }
      };

  @Test
  void logsTheFirstEventAtOnceAndTheOthersTogether() {
    events(5);
    assertThat(lines).containsExactly(1);

    advanceMillis(999);
    assertThat(lines).containsExactly(1);
    advanceMillis(1);
    assertThat(lines).containsExactly(1, 4);
  }

  @Test
  void logsALineAnIntervalHoweverManyEventsThereAre() {
    for (int tenth = 0; tenth < 30; tenth++) {
      events(100);
      advanceMillis(100);
    }

    assertThat(lines).containsExactly(1, 999, 1000, 1000);
  }

  @Test
  void logsAtOnceAgainAfterAQuietInterval() {
    events(1);
    advanceMillis(1000);
    assertThat(lines).containsExactly(1);

    events(1);
    assertThat(lines).containsExactly(1, 1);
  }

  private void events(int number) {
    for (int i = 0; i < number; i++) {
      log.event(loop.eventLoop());
    }
  }

  private void advanceMillis(long millis) {
    loop.advanceTimeBy(millis, TimeUnit.MILLISECONDS);
    loop.runPendingTasks();
  }
}
