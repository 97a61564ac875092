package dev.retinagate.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class RosterTest {

  private final Roster roster = new Roster(2);

  @Test
  void hasNobodyAtFirst() {
    assertThat(roster.hasIdle()).isFalse();
    assertThat(roster.figures(0)).isEqualTo(new WorkFigures(2, 0, 0, 0, 0));
  }

  @Test
  void aWorkerIsIdleThenBusyThenIdle() {
    roster.ready(1);
    assertThat(roster.take()).isEqualTo(1);
    assertThat(roster.hasIdle()).isFalse();
    assertThat(roster.figures(3)).isEqualTo(new WorkFigures(2, 0, 1, 3, 0));

    roster.ready(1);
    roster.ready(1);

    assertThat(roster.figures(0)).isEqualTo(new WorkFigures(2, 1, 0, 0, 0));
  }

  @Test
  void takesTheOneThatWorkedLast() {
    roster.ready(0);
    roster.ready(1);

    assertThat(roster.take()).isEqualTo(1);
    assertThat(roster.take()).isZero();
  }

  @Test
  void aLostWorkerIsNotAliveUntilItIsReadyAgain() {
    roster.ready(0);
    roster.ready(1);
    roster.lost(roster.take());

    assertThat(roster.figures(0).live()).isEqualTo(1);
    roster.ready(1);
    assertThat(roster.figures(0).live()).isEqualTo(2);
  }

  @Test
  void followsTheServiceTimeSlowly() {
    roster.measured(100);
    roster.measured(200);

    assertThat(roster.figures(0).serviceNanos()).isEqualTo(120);
  }

  @Test
  void expectsAWaitOfTheWorkAheadSharedByTheLiveWorkers() {
    long service = Duration.ofMillis(50).toNanos();

    assertThat(new WorkFigures(2, 0, 2, 4, service).expectedWait(6))
        .isEqualTo(Duration.ofMillis(150));
    assertThat(new WorkFigures(2, 0, 0, 4, service).expectedWait(6))
        .isEqualTo(Duration.ofMillis(300));
    assertThat(new WorkFigures(1, 1, 0, 0, 0).expectedWait(1)).isPositive();
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
}
