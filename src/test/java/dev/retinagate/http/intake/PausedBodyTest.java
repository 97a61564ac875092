package dev.retinagate.http.intake;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PausedBodyTest {

  private static final Duration MAX_WAIT = Duration.ofSeconds(1);

  private final ManualTimers timers = new ManualTimers();
  private final List<String> events = new ArrayList<>();
  private boolean memory;

  private PausedBody body(boolean shared) {
    PausedBody.Source source =
        new PausedBody.Source() {
          @Override
          public void pause() {
            events.add("pause");
          }

          @Override
          public void resume() {
            events.add("resume");
          }

          @Override
          public boolean isShared() {
            return shared;
          }
        };
    return new PausedBody(
        timers, source, MAX_WAIT, () -> events.add("resumed"), () -> events.add("given up"));
  }

  private boolean take(String chunk) {
    if (memory) {
      events.add(chunk);
    }
    return memory;
  }

  @Test
  void takesAChunkAtOnceWhileThereIsMemory() {
    PausedBody body = body(false);
    memory = true;

    body.offer(() -> take("a"));

    assertThat(events).containsExactly("a");
    assertThat(body.isEmpty()).isTrue();
    assertThat(timers.isEmpty()).isTrue();
  }

  @Test
  void pausesTheSourceAndTakesTheChunksInTheirOrderOnceThereIsMemory() {
    PausedBody body = body(false);

    body.offer(() -> take("a"));
    body.offer(() -> take("b"));
    timers.advance(500);
    assertThat(events).containsExactly("pause");
    assertThat(body.isEmpty()).isFalse();

    memory = true;
    timers.advance(20);

    assertThat(events).containsExactly("pause", "a", "b", "resumed", "resume");
    assertThat(timers.isEmpty()).isTrue();
  }

  @Test
  void aChunkThatComesWhileOthersWaitDoesNotOvertakeThem() {
    PausedBody body = body(false);
    body.offer(() -> take("a"));
    memory = true;

    body.offer(() -> take("b"));
    timers.advance(20);

    assertThat(events).containsExactly("pause", "a", "b", "resumed", "resume");
  }

  @Test
  void givesUpWhenThereIsNoMemoryForTooLong() {
    PausedBody body = body(false);

    body.offer(() -> take("a"));
    timers.advance(MAX_WAIT.toMillis() - 1);
    assertThat(events).containsExactly("pause");
    timers.advance(20);

    assertThat(events).containsExactly("pause", "given up");
    assertThat(timers.isEmpty()).isTrue();
  }

  @Test
  void neverPausesASourceThatOtherRequestsShare() {
    PausedBody body = body(true);

    body.offer(() -> take("a"));

    assertThat(events).containsExactly("given up");
  }

  @Test
  void doesNothingOnceClosed() {
    PausedBody body = body(false);
    body.offer(() -> take("a"));

    body.close();
    memory = true;
    timers.advance(2_000);
    body.offer(() -> take("b"));

    assertThat(events).containsExactly("pause");
    assertThat(timers.isEmpty()).isTrue();
  }
}
