package dev.retinagate.modeltools.evaluate;

import dev.retinagate.modeltools.evaluate.CocoProtocol.AreaRange;

/**
 * What came of one detection when it was held against the truth, for each size range and IoU
 * threshold.
 *
 * @param score the detection's score
 * @param rank its place among the detections of its class in its picture, from 0 for the best
 * @param hits set where it found an object, by {@link #bit}
 * @param ignored set where it is neither right nor wrong, by {@link #bit}
 */
record Verdict(float score, int rank, long hits, long ignored) {

  /** The bit of a size range and an IoU threshold: 4 × 10 of them fit a long. */
  static long bit(AreaRange area, int iouThreshold) {
    return 1L << (area.index() * CocoProtocol.iouThresholds() + iouThreshold);
  }

  boolean counts(AreaRange area, int iouThreshold) {
    return (ignored & bit(area, iouThreshold)) == 0;
  }

  boolean hits(AreaRange area, int iouThreshold) {
    return (hits & bit(area, iouThreshold)) != 0;
  }
}
