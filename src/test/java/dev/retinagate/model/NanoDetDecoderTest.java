package dev.retinagate.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.retinagate.detection.DetectionQuery;
import dev.retinagate.detection.Rule;
import dev.retinagate.detection.SceneRules;
import dev.retinagate.detection.Suppression;
import dev.retinagate.engine.NativeTensor;
import java.nio.FloatBuffer;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class NanoDetDecoderTest {

  private static final int CLASSES = 2;
  private static final int BINS = 3;
  private static final int WIDTH = 4;
  private static final int HEIGHT = 2;
  private static final int CELLS = WIDTH * HEIGHT;
  private static final float NEVER = -20;

  private final NanoDetDecoder decoder =
      new NanoDetDecoder(
          new NanoDetNetwork(32, "BGR", List.of(), List.of(), "", List.of(8), BINS),
          CLASSES,
          NanoDetDecoder.MIDDLE);
  private final FloatBuffer values = FloatBuffer.allocate((CLASSES + 4 * BINS) * CELLS);

  NanoDetDecoderTest() {
    for (int i = 0; i < CLASSES * CELLS; i++) {
      values.put(i, NEVER);
    }
  }

  @Test
  void placesABoxAroundTheCentreOfItsCell() {
    int cell = WIDTH + 2;
    setScore(1, cell, 2);
    setDistance(cell, 0, 0);
    setDistance(cell, 1, 1);
    setDistance(cell, 2, 2);
    setDistance(cell, 3, 1);

    Candidates found = decode(DetectionQuery.of(0.5f, 10));

    assertThat(found.count()).isEqualTo(1);
    assertThat(found.classes()[0]).isEqualTo(1);
    assertThat(found.scores()[0]).isCloseTo(0.880797f, within(1e-6f));
    // The cell's centre is (2.5, 1.5) × 8 = (20, 12).
    assertThat(found.boxes()).startsWith(20, 4, 36, 20);
  }

  @Test
  void decodesADistributionToItsExpectation() {
    setScore(0, 0, 5);
    for (int bin = 0; bin < BINS; bin++) {
      values.put((CLASSES + bin) * CELLS, bin == 1 ? (float) Math.log(2) : 0);
    }

    Candidates found = decode(DetectionQuery.of(0.5f, 10));

    // Weights 1, 2, 1 over 0, 1, 2: one stride to the left of x = 4.
    assertThat(found.boxes()[0]).isCloseTo(4 - 8, within(1e-4f));
  }

  @Test
  void aClassWithARuleHasTheFloorOfTheRuleAndNoOtherClassHas() {
    setScore(0, 3, -2);
    setScore(1, 3, -2);
    setScore(1, 4, -3);
    Rule rule = new Rule(Rule.Kind.COUNT, 1, "b", 1, 0.1f, Optional.empty());

    Candidates found =
        decode(
            new DetectionQuery(
                0.5f, 10, null, Suppression.OF_MODEL, new SceneRules(List.of(rule), List.of())));

    // The sigmoid of -2 is 0.119, that of -3 is 0.047.
    assertThat(found.count()).isEqualTo(1);
    assertThat(found.classes()[0]).isEqualTo(1);
  }

  @Test
  void keepsAScoreEqualToTheThreshold() {
    setScore(0, 3, 0);

    assertThat(decode(DetectionQuery.of(0.5f, 10)).count()).isEqualTo(1);
    assertThat(decode(DetectionQuery.of(0.500001f, 10)).count()).isZero();
  }

  @Test
  void everyCellPassesAThresholdOfZero() {
    assertThat(decode(DetectionQuery.of(0, 10)).count()).isEqualTo(CLASSES * CELLS);
  }

  @Test
  void decodesWantedClassesOnly() {
    setScore(0, 1, 3);
    setScore(1, 2, 3);
    BitSet second = new BitSet();
    second.set(1);

    Candidates found = decode(new DetectionQuery(0.5f, 10, second));

    assertThat(found.count()).isEqualTo(1);
    assertThat(found.classes()[0]).isEqualTo(1);
  }

  @Test
  void refusesAnOutputOfAnotherShape() {
    NativeTensor other = new NativeTensor(List.of(1, 7, HEIGHT, WIDTH), values);

    assertThatThrownBy(() -> decoder.decode(List.of(other), DetectionQuery.of(0.5f, 1)))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("14 planes");
  }

  private Candidates decode(DetectionQuery query) {
    NativeTensor output = new NativeTensor(List.of(1, CLASSES + 4 * BINS, HEIGHT, WIDTH), values);
    return decoder.decode(List.of(output), query);
  }

  private void setScore(int classId, int cell, float logit) {
    values.put(classId * CELLS + cell, logit);
  }

  /** All weight on one bin. */
  private void setDistance(int cell, int side, int bin) {
    values.put((CLASSES + side * BINS + bin) * CELLS + cell, 100);
  }
}
