package dev.retinagate.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class PaceTest {

  private static final long MILLI = 1_000_000;

  private final Pace pace = new Pace(64);

  @Test
  void beginsWithFewAndGrowsWithAnswersUpToTheWindow() {
    assertThat(sendAll(0)).isEqualTo(4);
    for (int i = 0; i < 4; i++) {
      pace.answered();
    }
    assertThat(sendAll(0)).isEqualTo(8);
    for (int i = 0; i < 200; i++) {
      pace.answered();
      pace.sent();
    }
    sendAll(0);
    assertThat(pace.maySend(0)).isFalse();
    assertThat(inFlight()).isEqualTo(64);
  }

  @Test
  void neverHasMoreThanTheWindowInFlight() {
    Pace narrow = new Pace(2);
    narrow.sent();
    narrow.sent();
    assertThat(narrow.maySend(0)).isFalse();
  }

  @Test
  void aRefusalMakesItSlowerOnceForAllThatLeftBeforeIt() {
    sendAll(0);
    pace.refused(0, 10);
    assertThat(pace.maySend(10)).isFalse();
    pace.refused(0, 11);
    // 4 × 0.7 is 2 whole requests, and 2 are still in flight.
    assertThat(pace.maySend(11)).isFalse();
    pace.answered();
    assertThat(pace.maySend(12)).isTrue();
  }

  @Test
  void oneRequestAtATimeLooksForANodeThatIsAway() {
    sendAll(0);
    pace.away(0, 0, Duration.ZERO, 1);
    pace.away(0, 0, Duration.ZERO, 1);
    pace.away(0, 0, Duration.ZERO, 1);
    pace.away(0, 0, Duration.ZERO, 1);

    assertThat(pace.pause(0)).isEqualTo(Duration.ofMillis(100));
    assertThat(pace.maySend(99 * MILLI)).isFalse();
    assertThat(pace.maySend(100 * MILLI)).isTrue();
    pace.sent();
    assertThat(pace.maySend(100 * MILLI)).isFalse();
  }

  @Test
  void thePauseDoublesUpToTwoSeconds() {
    long now = 0;
    Duration pause = Duration.ZERO;
    for (int i = 0; i < 12; i++) {
      pace.sent();
      pace.away(now, now, Duration.ZERO, 1);
      pause = pace.pause(now);
      now += pause.toNanos();
    }
    assertThat(pause).isEqualTo(Duration.ofSeconds(2));
  }

  @Test
  void aDrainingNodeIsNotAskedBeforeItsRetryAfter() {
    pace.sent();
    pace.away(0, 0, Duration.ofSeconds(7), 1);
    assertThat(pace.pause(0)).isEqualTo(Duration.ofSeconds(7));
  }

  @Test
  void theTimeAwayBeginsWithTheFirstFailureAndEndsWithAnAnswer() {
    pace.sent();
    pace.away(0, 5, Duration.ZERO, 1);
    pace.sent();
    pace.away(50, 105, Duration.ZERO, 1);
    assertThat(pace.awayFor(105)).contains(Duration.ofNanos(100));
    pace.sent();
    pace.answered();
    assertThat(pace.awayFor(200)).isEmpty();
    assertThat(pace.pause(200)).isZero();
  }

  private int sent;

  private int sendAll(long now) {
    int before = sent;
    while (pace.maySend(now)) {
      pace.sent();
      sent++;
    }
    return sent - before;
  }

  /** Answers until one more may be sent: so many were in flight beyond the limit. */
  private int inFlight() {
    int answered = 0;
    while (!pace.maySend(0)) {
      pace.answered();
      answered++;
    }
    return 64 + 1 - answered;
  }
}
