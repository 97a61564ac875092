package dev.retinagate.modeltools.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.retinagate.detection.Box;
import dev.retinagate.detection.Detection;
import java.util.List;
import org.junit.jupiter.api.Test;

class DifferenceTest {

  private static final Box LEFT = new Box(0, 0, 100, 50);
  private static final Box RIGHT = new Box(200, 0, 100, 50);

  private final Difference difference = new Difference(0.5f);

  private static Detection cat(double score, Box box) {
    return new Detection(0, "cat", (float) score, box);
  }

  @Test
  void isSmallForTheSameObjectsAlmostWhereTheyWere() {
    difference.add(
        List.of(cat(0.9, LEFT), cat(0.8, RIGHT)),
        List.of(cat(0.91, new Box(200, 1, 100, 50)), cat(0.89, new Box(-1, 0, 102.5f, 50))));

    assertThat(difference.detections()).isEqualTo(4);
    assertThat(difference.unmatched()).isZero();
    assertThat(difference.scoreDifference()).isCloseTo(0.11, within(1e-6));
    assertThat(difference.boxDifference()).isCloseTo(1.5, within(1e-6));
    assertThat(difference.beyond()).as("scores differ by 0.11").isEqualTo(2);
    assertThat(difference.isSmall()).isFalse();
  }

  @Test
  void acceptsTheBoundsThemselves() {
    difference.add(List.of(cat(0.875, LEFT)), List.of(cat(0.859375, new Box(2, 0, 100, 50))));

    assertThat(difference.isSmall()).isTrue();
  }

  @Test
  void refusesASideThatIsFartherThanTwoPixels() {
    difference.add(List.of(cat(0.9, LEFT)), List.of(cat(0.9, new Box(0, 0, 100, 52.5f))));

    assertThat(difference.isSmall()).isFalse();
  }

  @Test
  void countsWhatOneSideLacks() {
    difference.add(List.of(cat(0.9, LEFT)), List.of(cat(0.9, RIGHT)));

    assertThat(difference.detections()).isEqualTo(2);
    assertThat(difference.unmatched()).isEqualTo(2);
    assertThat(difference.isSmall()).isFalse();
  }

  @Test
  void anotherClassIsNoMatch() {
    difference.add(List.of(cat(0.9, LEFT)), List.of(new Detection(1, "dog", 0.9f, LEFT)));

    assertThat(difference.unmatched()).isEqualTo(2);
  }

  @Test
  void aMatchMayBeJustBelowTheThresholdOnEitherSide() {
    difference.add(List.of(cat(0.505, LEFT)), List.of(cat(0.495, LEFT)));
    difference.add(List.of(cat(0.495, LEFT)), List.of(cat(0.505, LEFT)));

    assertThat(difference.detections()).isEqualTo(4);
    assertThat(difference.isSmall()).isTrue();
  }

  @Test
  void aMatchFarBelowTheThresholdIsALoss() {
    difference.add(List.of(cat(0.9, LEFT)), List.of(cat(0.3, LEFT)));

    assertThat(difference.unmatched()).isEqualTo(1);
  }

  @Test
  void detectionsBelowTheThresholdOnBothSidesDoNotCount() {
    difference.add(List.of(cat(0.49, LEFT)), List.of(cat(0.485, RIGHT)));

    assertThat(difference.detections()).isZero();
  }
}
