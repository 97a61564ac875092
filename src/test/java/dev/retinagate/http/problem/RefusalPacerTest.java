package dev.retinagate.http.problem;

import static org.assertj.core.api.Assertions.assertThat;

import dev.retinagate.admission.RefusalBudget;
import dev.retinagate.http.problem.Failure.NotAdmitted;
import dev.retinagate.http.problem.Failure.NotAdmitted.Why;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

class RefusalPacerTest {

  private static final int PER_SECOND = 10;
  private static final NotAdmitted FULL = new NotAdmitted(Why.FULL, new RetryAfter(3));

  private final List<Duration> recordedWaits = new ArrayList<>();
  private boolean early;
  private boolean fromProxy;
  private long nowNanos;
  private final RefusalPacer pacer =
      new RefusalPacer(
          new RefusalBudget(PER_SECOND, Duration.ofSeconds(2), 0),
          (connection, now, wait) -> {
            assertThat(now).isEqualTo(nowNanos);
            recordedWaits.add(wait);
            return early;
          },
          connection -> fromProxy,
          () -> nowNanos);

  @Test
  void aClientThatKeepsComingBackEarlyIsAnsweredAtTheRateOfTheBudget() {
    early = true;
    int refusals = 700;
    for (int i = 0; i < refusals; i++) {
      nowNanos += pacer.delay(null, FULL).toNanos();
    }

    // The first ten were in the full bucket.
    assertThat(Duration.ofNanos(nowNanos))
        .isEqualTo(Duration.ofSeconds((refusals - PER_SECOND) / PER_SECOND));
  }

  @Test
  void aClientThatWaitsIsAnsweredAtOnceWhenOthersHaveSpentTheBudget() {
    spendTheBudget();

    early = false;
    assertThat(pacer.delay(null, FULL)).isZero();
  }

  @Test
  void aClientThatWaitsTakesNothingFromTheBudget() {
    early = false;
    for (int i = 0; i < 1_000; i++) {
      pacer.delay(null, FULL);
    }

    early = true;
    assertThat(pacer.delay(null, FULL)).isZero();
  }

  @ParameterizedTest
  @EnumSource(
      value = Why.class,
      mode = Mode.EXCLUDE,
      names = {"FULL", "NO_BYTES", "TOO_LATE", "UNTAKEN", "OVER_RATE"})
  void aRefusalThatSendsTheClientToAnotherNodeIsNeverDelayed(Why why) {
    spendTheBudget();
    recordedWaits.clear();

    assertThat(pacer.delay(null, new NotAdmitted(why, new RetryAfter(3)))).isZero();
    assertThat(recordedWaits).isEmpty();
  }

  @Test
  void noCallerBehindAProxyWaitsForWhatAnotherWasTold() {
    early = true;
    for (int i = 0; i < PER_SECOND; i++) {
      pacer.delay(null, FULL);
    }
    assertThat(pacer.delay(null, FULL)).isPositive();

    fromProxy = true;
    assertThat(pacer.delay(null, FULL)).isZero();
    fromProxy = false;
    assertThat(pacer.delay(null, FULL)).isPositive();
  }

  @Test
  void aClientMayComeBackATenthOfASecondEarly() {
    pacer.delay(null, FULL);

    assertThat(recordedWaits).containsExactly(Duration.ofMillis(2_900));
  }

  private void spendTheBudget() {
    early = true;
    for (int i = 1; i < 3 * PER_SECOND; i++) {
      pacer.delay(null, FULL);
    }
    assertThat(pacer.delay(null, FULL)).isEqualTo(Duration.ofSeconds(2));
  }
}
