package dev.retinagate.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.retinagate.admission.Admission;
import dev.retinagate.admission.Decision;
import dev.retinagate.detection.DetectionQuery;
import java.time.Duration;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two workers that both hold a small and a large model. */
class WaitingLineTest {

  private static final int SMALL = 0;
  private static final int LARGE = 1;
  private static final long SMALL_NANOS = Duration.ofMillis(10).toNanos();
  private static final long LARGE_NANOS = Duration.ofSeconds(1).toNanos();
  private static final BitSet BOTH = BitSet.valueOf(new long[] {3});

  private final Admission admission = new Admission(100, 1);
  private final WaitingLine line = new WaitingLine(2, 2);

  @BeforeEach
  void measure() {
    line.roster().ready(0, BOTH);
    line.roster().ready(1, BOTH);
    line.roster().measured(SMALL, SMALL_NANOS);
    line.roster().measured(LARGE, LARGE_NANOS);
  }

  @Test
  void longWorkLeavesTheLastWorkerToAModelThatWasAskedForLately() {
    add(SMALL, 0);
    begin(SMALL, 0);
    add(LARGE, 0);
    add(LARGE, 0);
    line.roster().ended(1);
    begin(LARGE, 0);

    assertThat(line.next(0, 0)).as("one worker is idle, and is left").isEmpty();
    add(SMALL, 5);
    assertThat(line.next(5, 0)).hasValue(SMALL);
  }

  @Test
  void longWorkHasAllWorkersWhileNoOtherModelIsAskedFor() {
    add(SMALL, 0);
    begin(SMALL, 0);
    line.roster().ended(1);
    add(LARGE, 2 * LARGE_NANOS);
    add(LARGE, 2 * LARGE_NANOS);

    begin(LARGE, 2 * LARGE_NANOS);
    begin(LARGE, 2 * LARGE_NANOS);

    assertThat(line.roster().hasIdle(LARGE)).isFalse();
  }

  @Test
  void longWorkMayHaveTheOnlyWorker() {
    line.roster().gone(1);
    add(SMALL, 0);
    begin(SMALL, 0);
    line.roster().ended(0);
    add(LARGE, 0);

    assertThat(line.next(0, 0)).hasValue(LARGE);
  }

  @Test
  void aModelWithoutADetectorWaitsWhileOthersAreWorkedOn() {
    BitSet large = BitSet.valueOf(new long[] {2});
    line.roster().ready(0, large);
    line.roster().ready(1, large);
    add(SMALL, 0);
    assertThat(line.next(0, 0)).isEmpty();

    add(LARGE, 0);
    assertThat(line.next(0, 0)).hasValue(LARGE);
  }

  @Test
  void aWorkerThatWasReplacedWhileBusyIsNeverIdleAgain() {
    add(SMALL, 0);
    int old = begin(SMALL, 0);
    line.roster().replace(old, 7, BOTH);
    assertThat(line.roster().snapshot(List.of(0, 0)).at(1, Duration.ofSeconds(1)).busy())
        .isEqualTo(1);

    line.roster().ended(old);

    WorkStats stats = line.roster().snapshot(List.of(0, 0)).at(1, Duration.ofSeconds(1));
    assertThat(stats.idle()).isEqualTo(2);
    assertThat(stats.busy()).isZero();
    assertThat(line.roster().has(old)).isFalse();
  }

  @Test
  void expectsOnlyASharesWorthOfTheOtherModelsWork() {
    WorkStats stats =
        new WorkStats(
            1,
            0,
            1,
            0,
            0,
            List.of(
                new WorkStats.OfModel(1, 0, SMALL_NANOS),
                new WorkStats.OfModel(1, 0, LARGE_NANOS)));

    assertThat(stats.expectedWait(SMALL, List.of(2, 10)))
        .as("its own twice, as much of the other's, and the one in work")
        .isEqualTo(Duration.ofMillis(10 * 2 + 10 * 2 + 1_000));
    assertThat(stats.expectedWait(LARGE, List.of(2, 10))).isEqualTo(Duration.ofMillis(10_000 + 20));
    assertThat(stats.expectedTurn(SMALL, List.of(0, 0))).isZero();
  }

  private int begin(int model, long nowNanos) {
    assertThat(line.next(nowNanos, 0)).hasValue(model);
    line.takeFirst(model);
    return line.begin(model, nowNanos);
  }

  private void add(int model, long nowNanos) {
    DetectionJob job =
        new DetectionJob(
            model,
            DispatcherScenario.picture("cat"),
            DetectionQuery.of(0.5f, 1),
            Optional.empty(),
            Long.MAX_VALUE,
            ((Decision.Granted) admission.tryBeginUpload("client", 0))
                .ticket()
                .tryAcquire()
                .orElseThrow());
    line.add(new Waiting(job, result -> {}, nowNanos, 0), nowNanos);
  }
}
