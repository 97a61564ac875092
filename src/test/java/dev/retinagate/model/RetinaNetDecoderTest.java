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
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A level of 2 × 3 cells with two classes; every logit is far below any threshold at first. */
class RetinaNetDecoderTest {

  private static final int CLASSES = 2;
  private static final int HEIGHT = 2;
  private static final int WIDTH = 3;
  private static final int CELLS = HEIGHT * WIDTH;
  private static final float NEVER = -50;

  private final float[] logits = new float[9 * CLASSES * CELLS];
  private final float[] deltas = new float[9 * 4 * CELLS];
  private final RetinaNetDecoder decoder = new RetinaNetDecoder(CLASSES);

  @BeforeEach
  void silence() {
    Arrays.fill(logits, NEVER);
  }

  @Test
  void findsAnAnchorOfACell() {
    logit(3, 1, 4, 0);
    delta(3, 0, 4, 1);
    delta(3, 3, 4, -2);

    Candidates found = decode(DetectionQuery.of(0.5f, 10), 1000, 1000);

    assertThat(found.count()).isEqualTo(1);
    assertThat(found.scores()[0]).isEqualTo(0.5f);
    assertThat(found.classes()[0]).isEqualTo(1);
    // cell 4 is row 1, column 1: centre (12, 12); anchor 3 is 32 × 32
    assertThat(Arrays.copyOf(found.boxes(), 4))
        .containsExactly(new float[] {2.4f, 0, 28, 15.2f}, within(1e-4f));
  }

  @Test
  void aClassWithARuleHasTheFloorOfTheRuleAndNoOtherClassHas() {
    logit(3, 0, 4, -2);
    logit(3, 1, 4, -2);
    logit(3, 1, 5, -3);
    Rule rule = new Rule(Rule.Kind.COUNT, 1, "b", 1, 0.1f, Optional.empty());

    Candidates found =
        decode(
            new DetectionQuery(
                0.5f, 10, null, Suppression.OF_MODEL, new SceneRules(List.of(rule), List.of())),
            1000,
            1000);

    // The sigmoid of -2 is 0.119, that of -3 is 0.047.
    assertThat(found.count()).isEqualTo(1);
    assertThat(found.classes()[0]).isEqualTo(1);
  }

  @Test
  void clipsToTheLastPixelOfTheInput() {
    logit(5, 0, 0, 3);

    Candidates found = decode(DetectionQuery.of(0.5f, 10), 16, 24);

    assertThat(Arrays.copyOf(found.boxes(), 4)).containsExactly(0, 0, 23, 15);
  }

  @Test
  void leavesFlippedCornersAsTheyAre() {
    logit(3, 0, 4, 3);
    delta(3, 2, 4, -8);

    Candidates found = decode(DetectionQuery.of(0.5f, 10), 1000, 1000);

    assertThat(found.boxes()[2]).isLessThan(found.boxes()[0] + 1);
  }

  @Test
  void ordersByCellThenAnchorThenClass() {
    logit(8, 1, 0, 1);
    logit(0, 1, 2, 1);
    logit(0, 0, 2, 1);
    logit(2, 0, 0, 1);

    RetinaNetDecoder.Passing passing =
        decoder.scan(tensor(logits, 9 * CLASSES), 0, DetectionQuery.of(0.5f, 10));

    assertThat(passing.rows())
        .containsExactly(2 * CLASSES, 8 * CLASSES + 1, 18 * CLASSES, 18 * CLASSES + 1);
  }

  @Test
  void decodesWantedClassesOnly() {
    logit(0, 0, 0, 1);
    logit(0, 1, 0, 1);
    BitSet second = new BitSet();
    second.set(1);

    Candidates found = decode(new DetectionQuery(0.5f, 10, second), 100, 100);

    assertThat(found.count()).isEqualTo(1);
    assertThat(found.classes()[0]).isEqualTo(1);
  }

  @Test
  void comparesScoresAndNotRoundedLogits() {
    float atThreshold = (float) Math.log(0.05 / 0.95);
    logit(0, 0, 0, atThreshold - 1e-4f);
    logit(1, 0, 0, atThreshold + 1e-4f);

    Candidates found = decode(DetectionQuery.of(0.05f, 10), 100, 100);

    assertThat(found.count()).isEqualTo(1);
  }

  @Test
  void findsEveryAnchorAtThresholdZero() {
    assertThat(decode(DetectionQuery.of(0, 10), 100, 100).count()).isEqualTo(logits.length);
  }

  @Test
  void findsOnlyScoresOfOneAtThresholdOne() {
    logit(0, 0, 0, 30);
    logit(1, 0, 0, 10);

    assertThat(decode(DetectionQuery.of(1, 10), 100, 100).count()).isEqualTo(1);
  }

  @Test
  void refusesOutputsOfAnotherModel() {
    assertThatThrownBy(() -> decoder.scan(tensor(logits, 9), 0, DetectionQuery.of(0.5f, 1)))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("expected 18 planes");
  }

  private Candidates decode(DetectionQuery query, int inputHeight, int inputWidth) {
    Candidates candidates = new Candidates();
    RetinaNetDecoder.Passing passing = decoder.scan(tensor(logits, 9 * CLASSES), 0, query);
    float[] gathered = new float[4 * passing.rows().length];
    decoder.gather(passing, BoxWindow.whole(HEIGHT, WIDTH), tensor(deltas, 9 * 4), gathered);
    decoder.boxes(passing, gathered, inputHeight, inputWidth, candidates);
    return candidates;
  }

  private void logit(int anchor, int classId, int cell, float value) {
    logits[(anchor * CLASSES + classId) * CELLS + cell] = value;
  }

  private void delta(int anchor, int side, int cell, float value) {
    deltas[(anchor * 4 + side) * CELLS + cell] = value;
  }

  private static NativeTensor tensor(float[] values, int planes) {
    return new NativeTensor(List.of(1, planes, HEIGHT, WIDTH), FloatBuffer.wrap(values));
  }
}
