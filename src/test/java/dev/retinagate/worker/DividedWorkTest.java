package dev.retinagate.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Which worker a picture that is alone goes to, where several models are served. */
class DividedWorkTest {

  private static final int SHORT = 0;
  private static final int LONG = 1;
  private static final int OTHER_LONG = 2;
  private static final Duration SHORT_TIME = Duration.ofMillis(10);
  private static final Duration LONG_TIME = Duration.ofSeconds(1);
  private static final Duration WORTH_DIVIDING = Duration.ofMillis(50);
  private static final Duration QUIET = Duration.ofSeconds(60);
  private static final int DIVIDING = 2;
  private static final int OTHER_DIVIDING = 3;

  @Test
  void aPictureOfLongWorkThatIsAloneIsDividedAndOneOfShortWorkIsNot() {
    try (VirtualNode node = ofSharedWorkers()) {
      node.submit(LONG);
      assertThat(lastWorker(node, LONG)).isEqualTo(DIVIDING);
      node.runUntil(QUIET.multipliedBy(2));

      node.submit(SHORT);
      assertThat(lastWorker(node, SHORT)).isLessThan(DIVIDING);
    }
  }

  @Test
  void noPictureIsDividedWhileAnotherModelIsAskedForLately() {
    try (VirtualNode node = ofSharedWorkers()) {
      node.submit(SHORT);
      node.runUntil(QUIET.plus(SHORT_TIME.multipliedBy(2)));

      node.submit(LONG);
      assertThat(lastWorker(node, LONG)).isLessThan(DIVIDING);

      node.runUntil(QUIET.multipliedBy(2));
      node.submit(LONG);
      assertThat(lastWorker(node, LONG)).isEqualTo(DIVIDING);
    }
  }

  @Test
  void aDividedPictureIsNotMeasuredAsOneOfTheFastLane() {
    try (VirtualNode node = ofSharedWorkers()) {
      long before = node.stats().models().get(LONG).serviceNanos();

      node.takes(LONG, LONG_TIME.dividedBy(2));
      node.submit(LONG);
      node.runUntil(QUIET.multipliedBy(2));

      assertThat(node.stats().models().get(LONG).serviceNanos()).isEqualTo(before);
    }
  }

  @Test
  void aPictureIsDividedByTheWorkerThatHasItsModel() {
    try (VirtualNode node =
        new VirtualNode(
            List.of(Lane.FAST, Lane.FAST, Lane.DIVIDING, Lane.DIVIDING),
            List.of(List.of(LONG), List.of(OTHER_LONG), List.of(LONG), List.of(OTHER_LONG)),
            Optional.of(WORTH_DIVIDING),
            SHORT_TIME,
            LONG_TIME,
            LONG_TIME)) {
      node.submit(LONG);
      node.submit(OTHER_LONG);
      node.runUntil(QUIET);

      node.submit(OTHER_LONG);
      node.runUntil(QUIET.multipliedBy(2));
      node.submit(LONG);

      assertThat(lastWorker(node, OTHER_LONG)).isEqualTo(OTHER_DIVIDING);
      assertThat(lastWorker(node, LONG)).isEqualTo(DIVIDING);
    }
  }

  /** Two workers of the fast lane and one that divides, each with both models, measured. */
  private static VirtualNode ofSharedWorkers() {
    List<Integer> both = List.of(SHORT, LONG);
    VirtualNode node =
        new VirtualNode(
            List.of(Lane.FAST, Lane.FAST, Lane.DIVIDING),
            List.of(both, both, both),
            Optional.of(WORTH_DIVIDING),
            SHORT_TIME,
            LONG_TIME);
    node.submit(SHORT);
    node.submit(LONG);
    node.runUntil(QUIET);
    return node;
  }

  private static int lastWorker(VirtualNode node, int model) {
    List<VirtualNode.Work> begun = node.begun(model);
    return begun.get(begun.size() - 1).worker();
  }
}
