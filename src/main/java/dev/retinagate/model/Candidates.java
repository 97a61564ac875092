package dev.retinagate.model;

import java.util.Arrays;

/** Boxes with score and class before non-maximum suppression, in flat arrays that grow. */
final class Candidates {

  private static final int INITIAL_CAPACITY = 64;

  private float[] boxes = new float[4 * INITIAL_CAPACITY];
  private float[] scores = new float[INITIAL_CAPACITY];
  private int[] classes = new int[INITIAL_CAPACITY];
  private int count;

  void add(float left, float top, float right, float bottom, float score, int classId) {
    if (count == scores.length) {
      boxes = Arrays.copyOf(boxes, 2 * boxes.length);
      scores = Arrays.copyOf(scores, 2 * scores.length);
      classes = Arrays.copyOf(classes, 2 * classes.length);
    }
    boxes[4 * count] = left;
    boxes[4 * count + 1] = top;
    boxes[4 * count + 2] = right;
    boxes[4 * count + 3] = bottom;
    scores[count] = score;
    classes[count] = classId;
    count++;
  }

  /** (capacity, 4) corners: left, top, right, bottom; the first {@link #count} rows are used. */
  float[] boxes() {
    return boxes;
  }

  float[] scores() {
    return scores;
  }

  int[] classes() {
    return classes;
  }

  int count() {
    return count;
  }
}
