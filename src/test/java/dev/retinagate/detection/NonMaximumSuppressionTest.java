package dev.retinagate.detection;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Comparator;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class NonMaximumSuppressionTest {

  private static final float IOU = 0.5f;

  @Test
  void suppressesTheLowerOfTwoThatOverlapByMoreThanTheThreshold() {
    float[] boxes = {0, 0, 10, 10, 0, 0, 10, 9, 20, 20, 30, 30};

    assertThat(select(boxes, new float[] {0.6f, 0.9f, 0.7f}, new int[3], 10)).containsExactly(1, 2);
  }

  @Test
  void keepsTwoThatOverlapByExactlyTheThreshold() {
    float[] boxes = {0, 0, 10, 10, 0, 0, 10, 5};

    assertThat(select(boxes, new float[] {0.9f, 0.8f}, new int[2], 10)).containsExactly(0, 1);
  }

  @Test
  void keepsOverlappingBoxesOfDifferentClasses() {
    float[] boxes = {0, 0, 10, 10, 0, 0, 10, 10};

    assertThat(select(boxes, new float[] {0.9f, 0.8f}, new int[] {3, 4}, 10)).containsExactly(0, 1);
  }

  @Test
  void isNotSuppressedByOneThatWasItselfSuppressed() {
    float[] boxes = {0, 0, 10, 10, 0, 3, 10, 13, 0, 6, 10, 16};

    assertThat(select(boxes, new float[] {0.9f, 0.8f, 0.7f}, new int[3], 10)).containsExactly(0, 2);
  }

  @Test
  void ordersEqualScoresByClassThenByIndex() {
    float[] boxes = {0, 0, 1, 1, 5, 5, 6, 6, 9, 9, 10, 10};

    assertThat(select(boxes, new float[] {0.5f, 0.5f, 0.5f}, new int[] {2, 1, 1}, 10))
        .containsExactly(1, 2, 0);
  }

  @Test
  void ordersManyCandidatesAsAComparatorWould() {
    int count = 20_000;
    Random random = new Random(7);
    float[] boxes = new float[4 * count];
    float[] scores = new float[count];
    int[] classes = new int[count];
    for (int i = 0; i < count; i++) {
      // Without area, none suppresses another; few distinct scores, so that there are ties.
      scores[i] = random.nextInt(200) / 200f - 0.2f;
      classes[i] = random.nextInt(5);
    }

    int[] expected =
        IntStream.range(0, count)
            .boxed()
            .sorted(
                Comparator.comparing((Integer i) -> -scores[i])
                    .thenComparing(i -> classes[i])
                    .thenComparing(i -> i))
            .mapToInt(Integer::intValue)
            .toArray();
    assertThat(select(boxes, scores, classes, count)).isEqualTo(expected);
  }

  @Test
  void stopsAtTheMaximum() {
    float[] boxes = {0, 0, 1, 1, 5, 5, 6, 6, 9, 9, 10, 10};

    assertThat(select(boxes, new float[] {0.1f, 0.2f, 0.3f}, new int[3], 2)).containsExactly(2, 1);
  }

  @Test
  void comparesBoxesWhoseCornersAreExchanged() {
    float[] boxes = {0, 0, 10, 10, 10, 10, 0, 0};

    assertThat(select(boxes, new float[] {0.9f, 0.8f}, new int[2], 10)).containsExactly(0);
  }

  @Test
  void keepsEveryBoxWithoutArea() {
    float[] boxes = {5, 0, 5, 10, 5, 0, 5, 10, 0, 0, 10, 10};

    assertThat(select(boxes, new float[] {0.9f, 0.8f, 0.7f}, new int[3], 10))
        .containsExactly(0, 1, 2);
  }

  @Test
  void returnsNothingForNoCandidates() {
    assertThat(select(new float[0], new float[0], new int[0], 10)).isEmpty();
  }

  private static int[] select(float[] boxes, float[] scores, int[] classes, int max) {
    return NonMaximumSuppression.select(boxes, scores, classes, scores.length, IOU, max);
  }
}
