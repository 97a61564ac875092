package dev.retinagate.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class RosterTest {

  private static final Duration WEDGED_AFTER = Duration.ofSeconds(60);

  private final Roster roster = new Roster(2);

  @Test
  void hasNoWorkerAtFirst() {
    assertThat(roster.hasIdle()).isFalse();
    assertThat(stats(0, 0)).isEqualTo(new WorkStats(2, 0, 0, 0, 0, 0, 0));
  }

  @Test
  void aWorkerIsIdleThenBusyThenIdle() {
    roster.ready(1);
    assertThat(roster.take(5)).isEqualTo(1);
    assertThat(roster.hasIdle()).isFalse();
    assertThat(stats(3, 7)).isEqualTo(new WorkStats(2, 0, 1, 0, 3, 0, 2));

    roster.ready(1);
    roster.ready(1);

    assertThat(stats(0, 9)).isEqualTo(new WorkStats(2, 1, 0, 0, 0, 0, 0));
  }

  @Test
  void takesTheIdleWorkerThatWorkedLast() {
    roster.ready(0);
    roster.ready(1);

    assertThat(roster.take(0)).isEqualTo(1);
    assertThat(roster.take(0)).isZero();
  }

  @Test
  void aLostWorkerIsNotAliveUntilItIsReadyAgain() {
    roster.ready(0);
    roster.ready(1);
    roster.lost(roster.take(0));

    assertThat(stats(0, 0).live()).isEqualTo(1);
    assertThat(stats(0, 0).rebuilding()).isEqualTo(1);
    assertThat(roster.ready(1)).as("whether it had been lost").isTrue();
    assertThat(roster.ready(1)).as("whether it had been lost").isFalse();
    assertThat(stats(0, 0).live()).isEqualTo(2);
  }

  @Test
  void aWorkerThatWorksBeyondTheBoundIsWedgedUntilItAnswers() {
    roster.ready(0);
    roster.ready(1);
    int first = roster.take(0);
    int second = roster.take(10);
    long bound = WEDGED_AFTER.toNanos();

    assertThat(stats(0, bound)).isEqualTo(new WorkStats(2, 0, 2, 0, 0, 0, bound));
    assertThat(stats(0, bound + 1)).isEqualTo(new WorkStats(2, 0, 1, 1, 0, 0, bound + 1));
    assertThat(stats(0, bound + 11)).isEqualTo(new WorkStats(2, 0, 0, 2, 0, 0, bound + 11));
    assertThat(stats(0, bound + 11).live()).isZero();
    assertThat(stats(0, bound + 11).rebuilding()).isZero();

    roster.ready(first);
    assertThat(stats(0, bound + 11)).isEqualTo(new WorkStats(2, 1, 0, 1, 0, 0, bound + 1));
    roster.lost(second);
    assertThat(stats(0, bound + 11)).isEqualTo(new WorkStats(2, 1, 0, 0, 0, 0, 0));
  }

  @Test
  void monotonicTimeMayBeNegative() {
    roster.ready(0);
    roster.take(-3);

    assertThat(stats(0, 4).oldestWorkNanos()).isEqualTo(7);
  }

  @Test
  void followsTheServiceTimeSlowly() {
    roster.measured(100);
    roster.measured(200);

    assertThat(stats(0, 0).serviceNanos()).isEqualTo(120);
  }

  @Test
  void expectsAWaitOfTheWorkAheadSharedByTheLiveWorkers() {
    long service = Duration.ofMillis(50).toNanos();

    assertThat(new WorkStats(2, 0, 2, 0, 4, service, 0).expectedWait(6))
        .isEqualTo(Duration.ofMillis(150));
    assertThat(new WorkStats(2, 0, 0, 0, 4, service, 0).expectedWait(6))
        .isEqualTo(Duration.ofMillis(300));
    assertThat(new WorkStats(1, 1, 0, 0, 0, 0, 0).expectedWait(1)).isPositive();
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
    return roster.snapshot(queued).at(nowNanos, WEDGED_AFTER);
  }
}
