package dev.retinagate.detection;

import java.util.Arrays;
import java.util.List;

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
   * <p>{@code max} bounds all classes together. Because candidates of all classes are visited in
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
    return select(boxes, scores, classes, count, iouThreshold, Quota.ofBest(max));
  }

  /**
   * As {@link #select(float[], float[], int[], int, float, int)}, with a bound for the answer and
   * one for each class with a rule. Stopping at each bound gives the same for the same reason.
   *
   * @param quota of one run, used up by it
   */
  public static int[] select(
      float[] boxes, float[] scores, int[] classes, int count, float iouThreshold, Quota quota) {
    int classCount = classCount(classes, count);
    int[] order = descending(scores, classes, count, classCount);
    int[] kept = new int[(int) Math.min(count, quota.capacity())];
    int keptCount = 0;
    // The survivors of each class as a linked list. first and next hold indices into kept, plus
    // one;
    // zero ends a list.
    int[] first = new int[classCount];
    int[] next = new int[kept.length];
    for (int candidate : order) {
      if (quota.isFull()) {
        break;
      }
      int classId = classes[candidate];
      if (quota.takes(classId, scores[candidate])
          && survives(boxes, kept, first[classId], next, candidate, iouThreshold)) {
        quota.take(classId, scores[candidate]);
        next[keptCount] = first[classId];
        kept[keptCount++] = candidate;
        first[classId] = keptCount;
      }
    }
    return Arrays.copyOf(kept, keptCount);
  }

  /**
   * Suppression among the survivors of class-wise suppression, whatever their labels.
   *
   * @param detections best first
   * @param iouThreshold 0..1
   * @param max most survivors
   */
  static List<Detection> acrossLabels(List<Detection> detections, float iouThreshold, int max) {
    int count = detections.size();
    float[] boxes = new float[4 * count];
    float[] scores = new float[count];
    for (int i = 0; i < count; i++) {
      Box box = detections.get(i).box();
      boxes[4 * i] = box.x();
      boxes[4 * i + 1] = box.y();
      boxes[4 * i + 2] = box.right();
      boxes[4 * i + 3] = box.bottom();
      scores[i] = detections.get(i).score();
    }
    int[] kept = select(boxes, scores, new int[count], count, iouThreshold, max);
    return Arrays.stream(kept).mapToObj(detections::get).toList();
  }

  private static boolean survives(
      float[] boxes, int[] kept, int first, int[] next, int candidate, float iouThreshold) {
    for (int link = first; link != 0; link = next[link - 1]) {
      if (intersectionOverUnion(boxes, kept[link - 1], candidate) > iouThreshold) {
        return false;
      }
    }
    return true;
  }

  private static int classCount(int[] classes, int count) {
    int highest = -1;
    for (int i = 0; i < count; i++) {
      highest = Math.max(highest, classes[i]);
    }
    return highest + 1;
  }

  /**
   * Indices by descending score, then ascending class, then ascending index. They are ordered by
   * class in one pass, then by a primitive sort of keys: the score in the upper bits, the rank of
   * the first pass in the lower. A low threshold leaves tens of thousands of candidates, for which
   * a comparator is too slow.
   */
  private static int[] descending(float[] scores, int[] classes, int count, int classCount) {
    int[] byClass = byClass(classes, count, classCount);
    long[] keys = new long[count];
    for (int rank = 0; rank < count; rank++) {
      keys[rank] = (long) descendingBits(scores[byClass[rank]]) << Integer.SIZE | rank;
    }
    Arrays.sort(keys);
    int[] order = new int[count];
    for (int i = 0; i < count; i++) {
      order[i] = byClass[(int) keys[i]];
    }
    return order;
  }

  /** Indices by ascending class, then ascending index. */
  private static int[] byClass(int[] classes, int count, int classCount) {
    int[] starts = new int[classCount + 1];
    for (int i = 0; i < count; i++) {
      starts[classes[i] + 1]++;
    }
    for (int classId = 0; classId < classCount; classId++) {
      starts[classId + 1] += starts[classId];
    }
    int[] byClass = new int[count];
    for (int i = 0; i < count; i++) {
      byClass[starts[classes[i]]++] = i;
    }
    return byClass;
  }

  /** An integer that falls as the value rises, in the order of Float.compare. */
  private static int descendingBits(float value) {
    int bits = Float.floatToIntBits(value);
    return bits >= 0 ? ~bits : bits & Integer.MAX_VALUE;
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
