package dev.retinagate.detection;

/**
 * A model's own bounds of the detections that it keeps.
 *
 * @param score smallest score that is answered if neither the request nor the configuration names
 *     one, 0..1
 * @param iou intersection over union above which the lower score is suppressed unless the request
 *     names another, 0..1
 * @param maxDetections most detections of a picture, whatever the request asks for, at least 1
 */
public record Thresholds(float score, float iou, int maxDetections) {

  /** Checks the ranges. */
  public Thresholds {
    require(score >= 0 && score <= 1, "score: expected a number from 0 to 1");
    require(iou >= 0 && iou <= 1, "iou: expected a number from 0 to 1");
    require(maxDetections >= 1, "max-detections: expected a whole number of at least 1");
  }

  private static void require(boolean condition, String otherwise) {
    if (!condition) {
      throw new IllegalArgumentException(otherwise);
    }
  }
}
