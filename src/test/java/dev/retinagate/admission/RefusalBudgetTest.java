package dev.retinagate.admission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class RefusalBudgetTest {

  private static final long SECOND = Duration.ofSeconds(1).toNanos();
  private static final long MILLISECOND = Duration.ofMillis(1).toNanos();

  /** Five per cent of a core, and as much of a second in hand: 50 refusals of a millisecond. */
  private final RefusalBudget budget = new RefusalBudget(0.05, Duration.ofSeconds(2), 0);

  @Test
  void answersEverybodyAtOnceWithinTheBudget() {
    for (int i = 0; i < 50; i++) {
      assertThat(budget.charge(MILLISECOND, true, 0)).isZero();
    }
  }

  @Test
  void keepsWhoComesBackInHasteWaitingUntilTheDebtIsPaid() {
    spend(50);

    assertThat(budget.charge(MILLISECOND, true, 0)).isEqualTo(Duration.ofMillis(20));
    assertThat(budget.charge(MILLISECOND, true, 0)).isEqualTo(Duration.ofMillis(40));
  }

  @Test
  void neverKeepsWaitingWhoDidNotComeBackInHaste() {
    spend(70);

    assertThat(budget.charge(MILLISECOND, false, 0)).isZero();
  }

  @Test
  void earnsItsShareOfThePassingTime() {
    spend(50);

    assertThat(budget.charge(MILLISECOND, true, 20 * MILLISECOND)).isZero();
    assertThat(budget.charge(MILLISECOND, true, 20 * MILLISECOND)).isPositive();
  }

  @Test
  void savesNoMoreThanASecondsShare() {
    long late = 100 * SECOND;
    for (int i = 0; i < 50; i++) {
      budget.charge(MILLISECOND, false, late);
    }

    assertThat(budget.charge(MILLISECOND, true, late)).isPositive();
  }

  @Test
  void keepsNobodyWaitingForLongerThanItMay() {
    spend(10_000);

    assertThat(budget.charge(MILLISECOND, true, 0)).isEqualTo(Duration.ofSeconds(2));
  }

  @Test
  void sixtyFourHastyClientsGetNoMoreThanTheShare() {
    long[] next = new long[64];
    long refusals = 0;
    for (long now = 0; now < 60 * SECOND; now += MILLISECOND) {
      for (int client = 0; client < next.length; client++) {
        if (next[client] <= now) {
          next[client] = now + Math.max(1, budget.charge(MILLISECOND, true, now).toNanos());
          refusals++;
        }
      }
    }

    // 0.05 × 60 s, the second in hand, and what is owed at the end.
    assertThat(refusals).isBetween(2_900L, 3_200L);
  }

  @Test
  void refusesAShareThatIsNone() {
    assertThatThrownBy(() -> new RefusalBudget(0, Duration.ofSeconds(1), 0))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new RefusalBudget(1.1, Duration.ofSeconds(1), 0))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private void spend(int milliseconds) {
    for (int i = 0; i < milliseconds; i++) {
      budget.charge(MILLISECOND, false, 0);
    }
  }
}
