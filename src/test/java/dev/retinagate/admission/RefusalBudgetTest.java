package dev.retinagate.admission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class RefusalBudgetTest {

  private static final long SECOND = Duration.ofSeconds(1).toNanos();
  private static final long MILLISECOND = Duration.ofMillis(1).toNanos();
  private static final int PER_SECOND = 50;

  private final RefusalBudget budget = new RefusalBudget(PER_SECOND, Duration.ofSeconds(2), 0);

  @Test
  void delaysNoRefusalWithinTheBudget() {
    for (int i = 0; i < PER_SECOND; i++) {
      assertThat(budget.take(0)).isZero();
    }
  }

  @Test
  void delaysEachFurtherRefusalUntilTheBudgetAllowsIt() {
    spend(PER_SECOND, 0);

    assertThat(budget.take(0)).isEqualTo(Duration.ofMillis(20));
    assertThat(budget.take(0)).isEqualTo(Duration.ofMillis(40));
  }

  @Test
  void fillsWithTime() {
    spend(PER_SECOND, 0);

    assertThat(budget.take(20 * MILLISECOND)).isZero();
    assertThat(budget.take(20 * MILLISECOND)).isPositive();
  }

  @Test
  void savesNoMoreThanWhatASecondGives() {
    long late = 100 * SECOND;
    spend(PER_SECOND, late);

    assertThat(budget.take(late)).isPositive();
  }

  @Test
  void delaysNoRefusalForLongerThanTheLongestDelay() {
    spend(PER_SECOND + 2 * PER_SECOND - 1, 0);

    assertThat(budget.take(0)).isEqualTo(Duration.ofSeconds(2));
  }

  @Test
  void delaysNoneWhenTheLongestDelayDoesNotSlowTheRefusalsDown() {
    spend(10_000, 0);

    assertThat(budget.take(0)).isZero();
    assertThat(budget.take(SECOND)).isZero();
  }

  @Test
  void delaysAgainOnceTheDebtIsPaid() {
    spend(10_000, 0);
    long paid = 2 * SECOND + 20 * MILLISECOND;

    assertThat(budget.take(paid)).isZero();
    assertThat(budget.take(paid)).isEqualTo(Duration.ofMillis(20));
  }

  @Test
  void requestsThatDoNotWaitForAnswersAreHardlyEverDelayed() {
    int delayed = 0;
    int refusals = 0;
    for (long now = 0; now < 60 * SECOND; now += SECOND / 120) {
      delayed += budget.take(now).isZero() ? 0 : 1;
      refusals++;
    }

    // Until it shows that they do not wait, 70 more a second come than the budget has.
    assertThat(delayed).isBetween(100, 200);
    assertThat(refusals).isGreaterThan(7_000);
  }

  @Test
  void sixtyFourClientsThatNeverWaitGetNoMoreThanTheBudget() {
    long[] next = new long[64];
    long refusals = 0;
    for (long now = 0; now < 60 * SECOND; now += MILLISECOND) {
      for (int client = 0; client < next.length; client++) {
        if (next[client] <= now) {
          next[client] = now + Math.max(1, budget.take(now).toNanos());
          refusals++;
        }
      }
    }

    // 50 a second for 60 s, the 50 of the full bucket, and 64 whose answer is still to come.
    assertThat(refusals).isBetween(2_950L, 3_120L);
  }

  @Test
  void allowsAtLeastOneRefusalASecond() {
    assertThatThrownBy(() -> new RefusalBudget(0, Duration.ofSeconds(1), 0))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private void spend(int refusals, long nowNanos) {
    for (int i = 0; i < refusals; i++) {
      budget.take(nowNanos);
    }
  }
}
