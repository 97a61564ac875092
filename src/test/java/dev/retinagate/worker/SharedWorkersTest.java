package dev.retinagate.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Workers that a model of short work and one of long work share, through a running dispatcher. */
class SharedWorkersTest {

  private static final int SHORT = 0;
  private static final int LONG = 1;
  private static final Duration SHORT_TIME = Duration.ofMillis(10);
  private static final Duration LONG_TIME = Duration.ofSeconds(1);
  private static final Duration PERIOD = Duration.ofMillis(100);
  private static final int BACKLOG = 100;
  private static final int SECONDS = 20;

  @Test
  void shortWorkWaitsForThePictureInWorkAndNotForTheQueueOfLongWork() {
    try (VirtualNode node = measured(1)) {
      askForShortWorkBesideABacklogOfLong(node);

      assertThat(node.longestQueued(SHORT)).isLessThanOrEqualTo(LONG_TIME.plus(SHORT_TIME));
      assertThat(node.begun(SHORT)).hasSizeGreaterThan(SECONDS * 9);
      assertThat(node.begun(LONG)).as("nor does short work starve it").hasSizeGreaterThan(15);
    }
  }

  @Test
  void shortWorkHasOneOfTwoWorkersToItself() {
    try (VirtualNode node = measured(2)) {
      askForShortWorkBesideABacklogOfLong(node);

      assertThat(node.longestQueued(SHORT)).isLessThanOrEqualTo(SHORT_TIME);
      assertThat(node.begun(LONG)).hasSizeGreaterThanOrEqualTo(SECONDS - 1);
    }
  }

  @Test
  void modelsWithBacklogsGetTheSameWorkerTime() {
    try (VirtualNode node = measured(1)) {
      long before = node.begun(SHORT).size();
      for (int i = 0; i < BACKLOG; i++) {
        node.submit(LONG);
      }
      for (int i = 0; i < 3 * BACKLOG; i++) {
        node.submit(SHORT);
      }

      node.runUntil(LONG_TIME.multipliedBy(6));

      Duration shortWork = SHORT_TIME.multipliedBy(node.begun(SHORT).size() - before);
      Duration longWork = LONG_TIME.multipliedBy(node.begun(LONG).size() - 1);
      assertThat(longWork.minus(shortWork).abs()).isLessThanOrEqualTo(LONG_TIME);
    }
  }

  @Test
  void admissionCountsEachModelsOwnTime() {
    try (VirtualNode node = measured(1)) {
      assertThat(node.stats().models().get(SHORT).serviceNanos()).isEqualTo(SHORT_TIME.toNanos());
      assertThat(node.stats().models().get(LONG).serviceNanos()).isEqualTo(LONG_TIME.toNanos());

      node.submit(SHORT);
      node.submit(SHORT);
      assertThat(node.expectedTurn(SHORT)).isEqualTo(SHORT_TIME.multipliedBy(2));
      for (int i = 0; i < BACKLOG; i++) {
        node.submit(LONG);
      }

      assertThat(node.expectedTurn(LONG))
          .isEqualTo(LONG_TIME.multipliedBy(BACKLOG).plus(SHORT_TIME.multipliedBy(2)));
      assertThat(node.expectedTurn(SHORT))
          .as("its own two, as much of long work, and the picture in work")
          .isEqualTo(SHORT_TIME.multipliedBy(4).plus(LONG_TIME));
    }
  }

  /** Each model has been measured, and nothing is asked for. */
  private static VirtualNode measured(int workers) {
    VirtualNode node = VirtualNode.ofFastWorkers(workers, SHORT_TIME, LONG_TIME);
    node.submit(SHORT);
    node.submit(LONG);
    node.runUntil(LONG_TIME.multipliedBy(2));
    return node;
  }

  private static void askForShortWorkBesideABacklogOfLong(VirtualNode node) {
    node.submit(SHORT);
    for (int i = 0; i < BACKLOG; i++) {
      node.submit(LONG);
    }
    Duration begin = LONG_TIME.multipliedBy(2);
    for (Duration at = PERIOD; at.toSeconds() < SECONDS; at = at.plus(PERIOD)) {
      node.runUntil(begin.plus(at));
      node.submit(SHORT);
    }
    node.runUntil(begin.plusSeconds(SECONDS));
  }
}
