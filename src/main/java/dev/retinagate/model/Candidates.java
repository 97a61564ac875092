package dev.retinagate.model;

import dev.retinagate.detection.Box;
import dev.retinagate.detection.Detection;
import dev.retinagate.detection.DetectionQuery;
import dev.retinagate.detection.Labels;
import dev.retinagate.detection.NonMaximumSuppression;
import dev.retinagate.detection.Quota;
import dev.retinagate.detection.Thresholds;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Boxes with score and class before non-maximum suppression, in flat arrays that grow. */
final class Candidates {

  private static final int INITIAL_CAPACITY = 64;

  /** (capacity, 4) corners: left, top, right, bottom; the first {@link #count} rows are used. */
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

  /**
   * The candidates that class-wise non-maximum suppression keeps, best score first.
   *
   * @param thresholds the model's overlap threshold and most detections
   * @param query says how many, and may name an overlap threshold of its own
   * @param classCount classes of the model
   * @return rows of the candidates
   */
  int[] suppress(Thresholds thresholds, DetectionQuery query, int classCount) {
    return NonMaximumSuppression.select(
        boxes,
        scores,
        classes,
        count,
        query.suppression().iou(thresholds.iou()),
        Quota.of(query, thresholds.maxDetections(), classCount));
  }

  /**
   * Detections in pixels of the upright picture.
   *
   * @param kept rows of the candidates, in the order of the answer
   * @param labels the names of the classes
   * @param mapping from corners in pixels of the network's input to a box of the upright picture
   */
  List<Detection> toDetections(int[] kept, Labels labels, BoxMapping mapping) {
    List<Detection> detections = new ArrayList<>(kept.length);
    for (int row : kept) {
      Box box =
          mapping.map(boxes[4 * row], boxes[4 * row + 1], boxes[4 * row + 2], boxes[4 * row + 3]);
      detections.add(new Detection(classes[row], labels.name(classes[row]), scores[row], box));
    }
    return detections;
  }

  /** Maps a box of the network's input to one of the upright picture. */
  @FunctionalInterface
  interface BoxMapping {
    Box map(float left, float top, float right, float bottom);
  }
}
