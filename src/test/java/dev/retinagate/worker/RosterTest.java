package dev.retinagate.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.BitSet;
import java.util.List;
import org.junit.jupiter.api.Test;

class RosterTest {

  private static final Duration WEDGED_AFTER = Duration.ofSeconds(60);

  private static final BitSet EVERY = BitSet.valueOf(new long[] {1});

  private final Roster roster = new Roster(2, 1);

  @Test
  void hasNoWorkerAtFirst() {
    assertThat(roster.hasIdle(0)).isFalse();
    assertThat(stats(0, 0))
        .isEqualTo(new WorkStats(2, 0, 0, 0, 0, List.of(new WorkStats.OfModel(0, 0, 0))));
  }

  @Test
  void aWorkerIsIdleThenBusyThenIdle() {
    roster.ready(1, EVERY);
    assertThat(roster.takeAny(0, 5)).isEqualTo(1);
    assertThat(roster.hasIdle(0)).isFalse();
    assertThat(stats(3, 7))
        .isEqualTo(new WorkStats(2, 0, 1, 0, 2, List.of(new WorkStats.OfModel(1, 3, 0))));

    roster.ready(1, EVERY);
    roster.ready(1, EVERY);

    assertThat(stats(0, 9))
        .isEqualTo(new WorkStats(2, 1, 0, 0, 0, List.of(new WorkStats.OfModel(1, 0, 0))));
  }

  @Test
  void takesTheIdleWorkerThatWorkedLast() {
    roster.ready(0, EVERY);
    roster.ready(1, EVERY);

    assertThat(roster.takeAny(0, 0)).isEqualTo(1);
    assertThat(roster.takeAny(0, 0)).isZero();
  }

  @Test
  void aLostWorkerIsNotAliveUntilItIsReadyAgain() {
    roster.ready(0, EVERY);
    roster.ready(1, EVERY);
    roster.lost(roster.takeAny(0, 0), 0);

    assertThat(stats(0, 0).live()).isEqualTo(1);
    assertThat(stats(0, 0).rebuilding()).isEqualTo(1);
    assertThat(roster.ready(1, EVERY)).as("whether it had been lost").isTrue();
    assertThat(roster.ready(1, EVERY)).as("whether it had been lost").isFalse();
    assertThat(stats(0, 0).live()).isEqualTo(2);
  }

  @Test
  void aWorkerThatWorksBeyondTheBoundIsWedgedUntilItAnswers() {
    roster.ready(0, EVERY);
    roster.ready(1, EVERY);
    int first = roster.takeAny(0, 0);
    int second = roster.takeAny(0, 10);
    long bound = WEDGED_AFTER.toNanos();

    assertThat(stats(0, bound))
        .isEqualTo(new WorkStats(2, 0, 2, 0, bound, List.of(new WorkStats.OfModel(2, 0, 0))));
    assertThat(stats(0, bound + 1))
        .isEqualTo(new WorkStats(2, 0, 1, 1, bound + 1, List.of(new WorkStats.OfModel(1, 0, 0))));
    assertThat(stats(0, bound + 11))
        .isEqualTo(new WorkStats(2, 0, 0, 2, bound + 11, List.of(new WorkStats.OfModel(0, 0, 0))));
    assertThat(stats(0, bound + 11).live()).isZero();
    assertThat(stats(0, bound + 11).rebuilding()).isZero();

    roster.ready(first, EVERY);
    assertThat(stats(0, bound + 11))
        .isEqualTo(new WorkStats(2, 1, 0, 1, bound + 1, List.of(new WorkStats.OfModel(1, 0, 0))));
    roster.lost(second, 0);
    assertThat(stats(0, bound + 11))
        .isEqualTo(new WorkStats(2, 1, 0, 0, 0, List.of(new WorkStats.OfModel(1, 0, 0))));
  }

  @Test
  void monotonicTimeMayBeNegative() {
    roster.ready(0, EVERY);
    roster.takeAny(0, -3);

    assertThat(stats(0, 4).oldestWorkNanos()).isEqualTo(7);
  }

  @Test
  void followsTheServiceTimeSlowly() {
    roster.measured(0, 100);
    roster.measured(0, 200);

    assertThat(stats(0, 0).models().get(0).serviceNanos()).isEqualTo(120);
  }

  @Test
  void expectsAWaitOfTheWorkAheadSharedByTheLiveWorkers() {
    long service = Duration.ofMillis(50).toNanos();

    assertThat(
            new WorkStats(2, 0, 2, 0, 0, List.of(new WorkStats.OfModel(2, 4, service)))
                .expectedWait(0, List.of(6)))
        .isEqualTo(Duration.ofMillis(150));
    assertThat(
            new WorkStats(2, 0, 0, 0, 0, List.of(new WorkStats.OfModel(0, 4, service)))
                .expectedWait(0, List.of(6)))
        .isEqualTo(Duration.ofMillis(300));
    assertThat(
            new WorkStats(1, 1, 0, 0, 0, List.of(new WorkStats.OfModel(1, 0, 0)))
                .expectedWait(0, List.of(1)))
        .isPositive();
  }

  @Test
  void backsOffTwiceAsLongEachTimeUpToABound() {
    Backoff backoff = new Backoff(Duration.ofMillis(200), Duration.ofSeconds(1));

    assertThat(backoff.after(1)).isEqualTo(Duration.ofMillis(200));
    assertThat(backoff.after(2)).isEqualTo(Duration.ofMillis(400));
    assertThat(backoff.after(3)).isEqualTo(Duration.ofMillis(800));
    assertThat(backoff.after(4)).isEqualTo(Duration.ofSeconds(1));
    assertThat(backoff.after(1_000)).isEqualTo(Duration.ofSeconds(1));
  }

  private WorkStats stats(int queued, long nowNanos) {
    return roster.snapshot(List.of(queued)).at(nowNanos, WEDGED_AFTER);
  }
}
