package dev.retinagate.http.rekognition;

/**
 * The parameters of one {@code DetectLabels}.
 *
 * @param minConfidence smallest confidence that is answered, in percent, 0..100 (inclusive)
 * @param maxLabels most labels that are answered, those of the greatest confidence, at least 0
 * @param filters which labels are answered
 */
record LabelsWish(double minConfidence, int maxLabels, LabelFilters filters) {

  /** Amazon's, for a request that does not say it. */
  static final double DEFAULT_MIN_CONFIDENCE = 55;

  /** Amazon's default, and the most that it answers whatever was asked for. */
  static final int MAX_LABELS = 1_000;
}
