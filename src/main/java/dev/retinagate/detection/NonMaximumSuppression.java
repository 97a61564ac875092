package dev.retinagate.detection;

import java.util.Arrays;

/**
 * Greedy, class-wise non-maximum suppression on flat arrays.
 *
 * <p>Source: {@code tf.image.non_max_suppression}, as keras-retinanet's FilterDetections uses it:
 * candidates are visited by descending score, equal scores by lower index; one is suppressed when
 * its intersection over union with a kept one of the same class is strictly greater than the
 * threshold; areas are continuous (no + 1); in the overlap alone, corners are put in order; a box
 * without area neither suppresses nor is suppressed.
 */
public final class NonMaximumSuppression {

  private NonMaximumSuppression() {}

  /**
   * Selects the survivors.
   *
   * <p>The most that are kept is an overall bound. Because candidates of all classes are visited in
   * one descending order and classes do not affect each other, stopping at {@code max} gives the
   * same answer as suppressing class by class and taking the best {@code max} afterwards.
   *
   * @param boxes (count, 4) corners: left, top, right, bottom
   * @param scores (count)
   * @param classes (count)
   * @param count how many candidates the arrays hold
   * @param iouThreshold 0..1
   * @param max most survivors
   * @return indices of the survivors, by descending score; equal scores by lower class, then by
   *     lower index
   */
  public static int[] select(
      float[] boxes, float[] scores, int[] classes, int count, float iouThreshold, int max) {
    int[] order = descending(scores, classes, count);
    int[] kept = new int[Math.min(count, max)];
    int keptCount = 0;
    for (int candidate : order) {
      if (keptCount == kept.length) {
        break;
      }
      if (survives(boxes, classes, kept, keptCount, candidate, iouThreshold)) {
        kept[keptCount++] = candidate;
      }
    }
    return Arrays.copyOf(kept, keptCount);
  }

  private static boolean survives(
      float[] boxes, int[] classes, int[] kept, int keptCount, int candidate, float iouThreshold) {
    for (int k = 0; k < keptCount; k++) {
      if (classes[kept[k]] == classes[candidate]
          && intersectionOverUnion(boxes, kept[k], candidate) > iouThreshold) {
        return false;
      }
    }
    return true;
  }

  /** Indices by descending score, then ascending class, then ascending index. */
  private static int[] descending(float[] scores, int[] classes, int count) {
    Integer[] order = new Integer[count];
    Arrays.setAll(order, i -> i);
    Arrays.sort(
        order,
        (a, b) -> {
          int byScore = Float.compare(scores[b], scores[a]);
          if (byScore != 0) {
            return byScore;
          }
          int byClass = Integer.compare(classes[a], classes[b]);
          return byClass != 0 ? byClass : Integer.compare(a, b);
        });
    return Arrays.stream(order).mapToInt(Integer::intValue).toArray();
  }

  /** Intersection over union of boxes {@code a} and {@code b} of a (count, 4) array, in float32. */
  static float intersectionOverUnion(float[] boxes, int a, int b) {
    float left1 = Math.min(boxes[4 * a], boxes[4 * a + 2]);
    float top1 = Math.min(boxes[4 * a + 1], boxes[4 * a + 3]);
    float right1 = Math.max(boxes[4 * a], boxes[4 * a + 2]);
    float bottom1 = Math.max(boxes[4 * a + 1], boxes[4 * a + 3]);
    float left2 = Math.min(boxes[4 * b], boxes[4 * b + 2]);
    float top2 = Math.min(boxes[4 * b + 1], boxes[4 * b + 3]);
    float right2 = Math.max(boxes[4 * b], boxes[4 * b + 2]);
    float bottom2 = Math.max(boxes[4 * b + 1], boxes[4 * b + 3]);
    float area1 = (right1 - left1) * (bottom1 - top1);
    float area2 = (right2 - left2) * (bottom2 - top2);
    if (area1 <= 0 || area2 <= 0) {
      return 0;
    }
    float width = Math.max(0, Math.min(right1, right2) - Math.max(left1, left2));
    float height = Math.max(0, Math.min(bottom1, bottom2) - Math.max(top1, top2));
    float intersection = width * height;
    return intersection / (area1 + area2 - intersection);
  }
}
