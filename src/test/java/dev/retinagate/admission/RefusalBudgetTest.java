package dev.retinagate.admission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RefusalBudgetTest {

  private static final long SECOND = Duration.ofSeconds(1).toNanos();
  private static final long MILLISECOND = Duration.ofMillis(1).toNanos();
  private static final double SHARE = 0.05;

  /** The bucket is full at first. */
  private static final long BURST = 50 * MILLISECOND;

  private static final int MAX_WAITING = 100;

  /** Refusals that have cost the same: their mean is no other. */
  private static final int MANY = 50;

  private final RefusalBudget budget =
      new RefusalBudget(SHARE, Duration.ofSeconds(2), MAX_WAITING, 0);

  @Test
  void delaysNoRefusalWithinTheBudget() {
    budget.spend(BURST, 0);

    assertThat(budget.beginDelay()).isZero();
  }

  @Test
  void delaysARefusalUntilTheBudgetHasPaidTheOnesBefore() {
    budget.spend(BURST + MILLISECOND, 0);

    assertThat(budget.beginDelay()).isEqualTo(Duration.ofMillis(20));
  }

  @Test
  void clientsThatComeBackAtTheSameTimeAreAnsweredOneAfterTheOther() {
    for (int i = 0; i < 50 + MANY; i++) {
      budget.spend(MILLISECOND, 0);
    }
    Duration first = budget.beginDelay();
    budget.spend(0, 0);

    assertThat(budget.beginDelay().minus(first))
        .isBetween(Duration.ofMillis(15), Duration.ofMillis(20));
  }

  @Test
  void fillsWithTime() {
    budget.spend(BURST + MILLISECOND, 0);

    budget.spend(0, 20 * MILLISECOND);
    assertThat(budget.beginDelay()).isZero();
    budget.spend(1, 20 * MILLISECOND);
    assertThat(budget.beginDelay()).isPositive();
  }

  @Test
  void savesNoMoreThanWhatASecondGives() {
    budget.spend(BURST + 1, 100 * SECOND);

    assertThat(budget.beginDelay()).isPositive();
  }

  @Test
  void aDelayIsAtLeastWhatATimerCanTell() {
    budget.spend(BURST + 1, 0);

    assertThat(budget.beginDelay()).isEqualTo(Duration.ofMillis(1));
  }

  @Test
  void delaysNoRefusalForLongerThanTheLongestDelay() {
    budget.spend(100 * SECOND, 0);

    assertThat(budget.beginDelay()).isEqualTo(Duration.ofSeconds(2));
  }

  @Test
  void delaysNoneWhileAsManyWaitAsMay() {
    budget.spend(100 * SECOND, 0);
    for (int i = 0; i < MAX_WAITING; i++) {
      assertThat(budget.beginDelay()).isPositive();
    }

    assertThat(budget.beginDelay()).isZero();
    budget.endDelay();
    assertThat(budget.beginDelay()).isZero();
  }

  @Test
  void delaysAgainOnceTheDebtIsPaid() {
    delaysNoneWhileAsManyWaitAsMay();
    for (int i = 1; i < MAX_WAITING; i++) {
      budget.endDelay();
    }

    budget.spend(0, 2 * SECOND);
    assertThat(budget.beginDelay()).isZero();
    budget.spend(MILLISECOND, 2 * SECOND);
    assertThat(budget.beginDelay()).isEqualTo(Duration.ofMillis(20));
  }

  @ParameterizedTest
  @ValueSource(longs = {20_000, 87_000, 410_000, 1_500_000})
  void sixtyFourClientsThatNeverWaitCostNoMoreThanTheShare(long costNanos) {
    Crowd crowd = new Crowd(64, costNanos);
    crowd.come(10);
    long spent = crowd.spentNanos;
    crowd.come(60);

    assertThat((crowd.spentNanos - spent) / (60.0 * SECOND)).isBetween(0.9 * SHARE, 1.05 * SHARE);
  }

  @Test
  void requestsThatDoNotWaitForAnswersAreDelayedOnlyUntilAsManyWaitAsMay() {
    long[] ends = new long[MAX_WAITING];
    int waiting = 0;
    int delayed = 0;
    for (long now = 0; now < 60 * SECOND; now += SECOND / 600) {
      for (int i = 0; i < waiting; i++) {
        if (ends[i] <= now) {
          budget.endDelay();
          ends[i--] = ends[--waiting];
        }
      }
      budget.spend(MILLISECOND, now);
      Duration delay = budget.beginDelay();
      if (!delay.isZero()) {
        ends[waiting++] = now + delay.toNanos();
        delayed++;
      }
    }

    assertThat(delayed).isBetween(MAX_WAITING, 2 * MAX_WAITING);
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, -0.1, 1.01, Double.NaN})
  void theShareIsMoreThanNothingAndAtMostACore(double share) {
    assertThatThrownBy(() -> new RefusalBudget(share, Duration.ofSeconds(1), 1, 0))
        .isInstanceOf(IllegalArgumentException.class);
  }

  /** Clients that each ask again as soon as they have their answer, at a cost. */
  private final class Crowd {

    private final long[] answeredAt;
    private final boolean[] waits;
    private final long costNanos;
    private long now;
    private long spentNanos;

    Crowd(int clients, long costNanos) {
      this.answeredAt = new long[clients];
      this.waits = new boolean[clients];
      this.costNanos = costNanos;
    }

    void come(int seconds) {
      for (long end = now + seconds * SECOND; now < end; ) {
        int next = next();
        // The event loop serves one after the other.
        now = Math.max(now, answeredAt[next]) + costNanos;
        if (waits[next]) {
          budget.endDelay();
        }
        budget.spend(costNanos, now);
        spentNanos += costNanos;
        long delay = budget.beginDelay().toNanos();
        waits[next] = delay > 0;
        answeredAt[next] = now + delay;
      }
    }

    private int next() {
      long first = Arrays.stream(answeredAt).min().orElseThrow();
      int next = 0;
      while (answeredAt[next] != first) {
        next++;
      }
      return next;
    }
  }
}
