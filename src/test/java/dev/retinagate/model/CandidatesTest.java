package dev.retinagate.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.retinagate.detection.Box;
import dev.retinagate.detection.Detection;
import dev.retinagate.detection.DetectionQuery;
import dev.retinagate.detection.Labels;
import dev.retinagate.detection.Thresholds;
import java.util.List;
import org.junit.jupiter.api.Test;

class CandidatesTest {

  private static final Labels LABELS = new Labels(List.of("cup", "spoon"));
  private static final Thresholds THRESHOLDS = new Thresholds(0.5f, 0.5f, 3);

  private final Candidates candidates = new Candidates();

  @Test
  void mapsTheBoxesThatAreKeptInTheOrderGiven() {
    candidates.add(0, 0, 10, 10, 0.6f, 0);
    candidates.add(20, 20, 30, 40, 0.9f, 1);
    candidates.add(50, 50, 60, 60, 0.7f, 0);

    List<Detection> detections =
        candidates.toDetections(
            new int[] {1, 2},
            LABELS,
            (left, top, right, bottom) -> Box.ofCorners(left / 2, top / 2, right / 2, bottom / 2));

    assertThat(detections)
        .containsExactly(
            new Detection(1, "spoon", 0.9f, new Box(10, 10, 5, 10)),
            new Detection(0, "cup", 0.7f, new Box(25, 25, 5, 5)));
  }

  @Test
  void suppressesTheWorseOfTwoBoxesOfOneClass() {
    candidates.add(0, 0, 10, 10, 0.6f, 0);
    candidates.add(0, 0, 10, 9, 0.8f, 0);
    candidates.add(0, 0, 10, 10, 0.5f, 1);

    assertThat(candidates.suppress(THRESHOLDS, DetectionQuery.of(0, 10), 2)).containsExactly(1, 2);
  }

  @Test
  void keepsNoMoreThanModelAndQueryAllow() {
    for (int i = 0; i < 70; i++) {
      candidates.add(20 * i, 0, 20 * i + 10, 10, 0.9f, 0);
    }

    assertThat(candidates.suppress(THRESHOLDS, DetectionQuery.of(0, 10), 2)).hasSize(3);
    assertThat(candidates.suppress(THRESHOLDS, DetectionQuery.of(0, 2), 2)).hasSize(2);
  }
}
