package dev.retinagate.modeltools.evaluate;

import static dev.retinagate.modeltools.evaluate.StubDetector.detection;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.retinagate.detection.Detection;
import dev.retinagate.modeltools.evaluate.CocoSummary.ClassFigures;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Cases small enough to be reckoned by hand. Objects of 100×100 are large, of 20×20 small. */
class CocoEvaluatorTest {

  /** pycocotools adds the spacing of 1 to the denominator of a precision. */
  private static final double ROUNDING = 1e-12;

  private final CocoEvaluator evaluator = new CocoEvaluator();

  @Test
  void aPerfectDetectionOfEveryObjectIsOne() {
    evaluator.add(
        List.of(TrueObject.ofBox(0, 10, 10, 100, 100)),
        List.of(detection(0, 0.9, 10, 10, 100, 100)));
    CocoSummary summary = evaluator.summary();
    assertThat(summary.ap()).isCloseTo(1, within(ROUNDING));
    assertThat(summary.precision().ap75()).isCloseTo(1, within(ROUNDING));
    assertThat(summary.precision().apLarge()).isCloseTo(1, within(ROUNDING));
    assertThat(summary.recall().ar1()).isEqualTo(1);
    assertThat(summary.classes()).extracting(ClassFigures::objects).containsExactly(1);
  }

  @Test
  void hasNoFigureWhereThereIsNoObject() {
    evaluator.add(
        List.of(TrueObject.ofBox(0, 10, 10, 100, 100)), List.of(detection(1, 0.9, 10, 10, 20, 20)));
    CocoSummary summary = evaluator.summary();
    assertThat(summary.ap()).isZero();
    assertThat(summary.precision().apSmall()).isNaN();
    assertThat(summary.recall().arMedium()).isNaN();
    assertThat(summary.classes()).extracting(ClassFigures::classId).containsExactly(0);
    assertThat(new CocoEvaluator().summary().ap()).isNaN();
  }

  @Test
  void anOverlapOfThreeQuartersCountsUpToAThresholdOfThreeQuarters() {
    evaluator.add(
        List.of(TrueObject.ofBox(0, 0, 0, 100, 100)), List.of(detection(0, 0.9, 0, 0, 100, 75)));
    CocoSummary summary = evaluator.summary();
    assertThat(summary.precision().ap75()).isCloseTo(1, within(ROUNDING));
    // 0.50, 0.55, 0.60, 0.65, 0.70 and 0.75 of ten thresholds.
    assertThat(summary.ap()).isCloseTo(0.6, within(ROUNDING));
    assertThat(summary.recall().ar100()).isCloseTo(0.6, within(ROUNDING));
  }

  @Test
  void readsTheCurveAtAHundredAndOneRecalls() {
    // Right, wrong, right, of four objects: precision 1 up to recall 1/4, 2/3 up to 2/4.
    evaluator.add(
        List.of(
            TrueObject.ofBox(0, 0, 0, 100, 100),
            TrueObject.ofBox(0, 200, 0, 100, 100),
            TrueObject.ofBox(0, 400, 0, 100, 100),
            TrueObject.ofBox(0, 600, 0, 100, 100)),
        List.of(
            detection(0, 0.9, 0, 0, 100, 100),
            detection(0, 0.8, 0, 300, 100, 100),
            detection(0, 0.7, 200, 0, 100, 100)));
    double expected = (26 * 1 + 25 * (2.0 / 3)) / 101;
    assertThat(evaluator.summary().ap50()).isCloseTo(expected, within(ROUNDING));
    assertThat(evaluator.summary().recall().ar1()).isEqualTo(0.25);
    assertThat(evaluator.summary().recall().ar10()).isEqualTo(0.5);
  }

  @Test
  void aSecondDetectionOfTheSameObjectIsWrong() {
    evaluator.add(
        List.of(TrueObject.ofBox(0, 0, 0, 100, 100), TrueObject.ofBox(0, 200, 0, 100, 100)),
        List.of(
            detection(0, 0.9, 0, 0, 100, 100),
            detection(0, 0.8, 0, 0, 100, 100),
            detection(0, 0.7, 200, 0, 100, 100)));
    assertThat(evaluator.summary().ap50())
        .isCloseTo((51 * 1 + 50 * (2.0 / 3)) / 101, within(ROUNDING));
  }

  @Test
  void detectionsInACrowdAreNeitherRightNorWrong() {
    evaluator.add(
        List.of(
            TrueObject.ofBox(0, 0, 0, 100, 100),
            new TrueObject(0, 200, 0, 400, 400, 160_000, true)),
        List.of(
            detection(0, 0.9, 210, 10, 50, 50),
            detection(0, 0.8, 300, 100, 50, 50),
            detection(0, 0.7, 0, 0, 100, 100)));
    CocoSummary summary = evaluator.summary();
    assertThat(summary.ap()).isCloseTo(1, within(ROUNDING));
    assertThat(summary.objects()).isEqualTo(1);
  }

  @Test
  void aSingleObjectGoesBeforeTheCrowdAroundIt() {
    evaluator.add(
        List.of(
            new TrueObject(0, 0, 0, 400, 400, 160_000, true), TrueObject.ofBox(0, 0, 0, 100, 90)),
        List.of(detection(0, 0.9, 0, 0, 100, 100)));
    assertThat(evaluator.summary().ap50()).isCloseTo(1, within(ROUNDING));
  }

  @Test
  void aSizeIsMeasuredWithoutTheObjectsAndMissesOfOtherSizes() {
    evaluator.add(
        List.of(TrueObject.ofBox(0, 0, 0, 20, 20), TrueObject.ofBox(0, 200, 0, 100, 100)),
        List.of(
            detection(0, 0.9, 200, 0, 100, 100), // the large object
            detection(0, 0.8, 0, 200, 50, 50), // a miss of medium size
            detection(0, 0.7, 0, 0, 20, 20))); // the small object
    CocoSummary summary = evaluator.summary();
    assertThat(summary.precision().apSmall()).isCloseTo(1, within(ROUNDING));
    assertThat(summary.precision().apLarge()).isCloseTo(1, within(ROUNDING));
    assertThat(summary.precision().apMedium()).isNaN();
    assertThat(summary.ap50()).isLessThan(0.9);
  }

  @Test
  void theSizeOfAnObjectIsItsAreaAndABoundBelongsToBothRanges() {
    evaluator.add(
        List.of(new TrueObject(0, 0, 0, 100, 100, 32 * 32, false)),
        List.of(detection(0, 0.9, 0, 0, 100, 100)));
    CocoSummary summary = evaluator.summary();
    assertThat(summary.precision().apSmall()).isCloseTo(1, within(ROUNDING));
    assertThat(summary.precision().apMedium()).isCloseTo(1, within(ROUNDING));
    assertThat(summary.precision().apLarge()).isNaN();
  }

  @Test
  void equalScoresCountInTheOrderOfThePictures() {
    List<TrueObject> object = List.of(TrueObject.ofBox(0, 0, 0, 100, 100));
    CocoEvaluator missFirst = new CocoEvaluator();
    missFirst.add(object, List.of(detection(0, 0.5, 300, 300, 100, 100)));
    missFirst.add(object, List.of(detection(0, 0.5, 0, 0, 100, 100)));
    evaluator.add(object, List.of(detection(0, 0.5, 0, 0, 100, 100)));
    evaluator.add(object, List.of(detection(0, 0.5, 300, 300, 100, 100)));
    assertThat(evaluator.summary().ap50()).isCloseTo(51.0 / 101, within(ROUNDING));
    assertThat(missFirst.summary().ap50()).isCloseTo(51 * 0.5 / 101, within(ROUNDING));
  }

  @Test
  void onlyTheBestHundredOfAClassInAPictureCount() {
    List<Detection> found =
        new ArrayList<>(Collections.nCopies(100, detection(0, 0.9, 300, 300, 100, 100)));
    found.add(detection(1, 0.8, 0, 0, 100, 100));
    found.add(detection(0, 0.8, 0, 0, 100, 100));
    evaluator.add(
        List.of(TrueObject.ofBox(0, 0, 0, 100, 100), TrueObject.ofBox(1, 0, 0, 100, 100)), found);
    assertThat(evaluator.summary().classes())
        .extracting(ClassFigures::ar100)
        .containsExactly(0.0, 1.0);
  }

  @Test
  void detectionsInAnEmptyPictureAreWrong() {
    evaluator.add(
        List.of(TrueObject.ofBox(0, 0, 0, 100, 100)), List.of(detection(0, 0.5, 0, 0, 100, 100)));
    evaluator.add(List.of(), List.of(detection(0, 0.9, 0, 0, 100, 100)));
    assertThat(evaluator.summary().ap50()).isCloseTo(0.5, within(ROUNDING));
  }

  @Test
  void aBoxTurnedInsideOutFindsNothing() {
    evaluator.add(
        List.of(TrueObject.ofBox(0, 0, 0, 100, 100)),
        List.of(detection(0, 0.9, 100, 100, -100, -100)));
    assertThat(evaluator.summary().ap50()).isZero();
  }
}
