package dev.retinagate.http.problem;

import static org.assertj.core.api.Assertions.assertThat;

import dev.retinagate.admission.RefusalBudget;
import dev.retinagate.http.problem.Failure.NotAdmitted;
import dev.retinagate.http.problem.Failure.NotAdmitted.Why;
import io.vertx.core.http.HttpServerRequest;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

class RefusalPacerTest {

  private static final NotAdmitted FULL = new NotAdmitted(Why.FULL, new RetryAfter(3));
  private static final long MILLISECOND = Duration.ofMillis(1).toNanos();

  /** A tenth of a core has paid it after 10 ms. */
  private static final long COST_NANOS = MILLISECOND;

  private static final int IN_A_FULL_BUCKET = 100;

  private final List<Duration> recordedWaits = new ArrayList<>();
  private final HttpServerRequest request =
      (HttpServerRequest)
          Proxy.newProxyInstance(
              getClass().getClassLoader(),
              new Class<?>[] {HttpServerRequest.class},
              (proxy, method, arguments) -> {
                assertThat(method.getName()).isEqualTo("connection");
                return null;
              });
  private boolean early;
  private boolean fromProxy;
  private long nowNanos;
  private long costNanos;
  private final RefusalPacer pacer =
      new RefusalPacer(
          new RefusalBudget(0.1, Duration.ofSeconds(2), Integer.MAX_VALUE, 0),
          (connection, now, wait) -> {
            assertThat(now).isEqualTo(nowNanos);
            recordedWaits.add(wait);
            return early;
          },
          refused -> costNanos += COST_NANOS,
          connection -> fromProxy,
          () -> nowNanos);

  @Test
  void aClientThatKeepsComingBackEarlyIsAnsweredAsOftenAsTheBudgetPays() {
    early = true;
    int refusals = 700;
    for (int i = 0; i < refusals; i++) {
      nowNanos += delay(FULL).toNanos();
    }

    assertThat(nowNanos).isEqualTo((refusals - IN_A_FULL_BUCKET) * 10L * MILLISECOND);
  }

  @Test
  void aClientThatWaitsIsAnsweredAtOnceWhenOthersHaveSpentTheBudget() {
    spendTheBudget();

    early = false;
    assertThat(delay(FULL)).isZero();
  }

  @Test
  void refusalsThatAreNotDelayedArePaidAsWell() {
    early = false;
    for (int i = 0; i < IN_A_FULL_BUCKET; i++) {
      delay(FULL);
    }

    early = true;
    assertThat(delay(FULL)).isEqualTo(Duration.ofMillis(10));
  }

  @ParameterizedTest
  @EnumSource(
      value = Why.class,
      mode = Mode.EXCLUDE,
      names = {"FULL", "NO_BYTES", "TOO_LATE", "UNTAKEN", "OVER_RATE"})
  void aRefusalThatSendsTheClientToAnotherNodeIsNeverDelayed(Why why) {
    spendTheBudget();
    recordedWaits.clear();

    assertThat(delay(new NotAdmitted(why, new RetryAfter(3)))).isZero();
    assertThat(recordedWaits).isEmpty();
  }

  @Test
  void noCallerBehindAProxyWaitsForWhatAnotherWasTold() {
    spendTheBudget();

    fromProxy = true;
    assertThat(delay(FULL)).isZero();
    fromProxy = false;
    assertThat(delay(FULL)).isPositive();
  }

  @Test
  void aClientMayComeBackATenthOfASecondEarly() {
    delay(FULL);

    assertThat(recordedWaits).containsExactly(Duration.ofMillis(2_900));
  }

  private Duration delay(NotAdmitted refusal) {
    Duration delay = pacer.beginDelay(request, refusal);
    if (!delay.isZero()) {
      pacer.endDelay();
    }
    return delay;
  }

  private void spendTheBudget() {
    early = true;
    for (int i = 0; i < 10 * IN_A_FULL_BUCKET; i++) {
      delay(FULL);
    }
    assertThat(delay(FULL)).isEqualTo(Duration.ofSeconds(2));
  }
}
