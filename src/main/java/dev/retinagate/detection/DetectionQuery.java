package dev.retinagate.detection;

import java.util.BitSet;

/**
 * The detections that the client wants. The query goes with the job as far as the network, so that
 * unwanted detections are not computed.
 *
 * @param threshold smallest score that is answered, 0..1 (inclusive)
 * @param max most detections that are answered, best first, at least 1
 * @param classes the class ids to keep, or {@code null} for all of them
 */
public record DetectionQuery(float threshold, int max, BitSet classes) {

  /** Checks the ranges and keeps a copy of {@code classes}. */
  public DetectionQuery {
    if (!(threshold >= 0 && threshold <= 1)) {
      throw new IllegalArgumentException("threshold " + threshold + " is not within 0..1");
    }
    if (max < 1) {
      throw new IllegalArgumentException("max " + max + " is less than 1");
    }
    classes = classes == null ? null : (BitSet) classes.clone();
  }

  /** A query for every class. */
  public static DetectionQuery of(float threshold, int max) {
    return new DetectionQuery(threshold, max, null);
  }

  /** Whether detections of {@code classId} are wanted. */
  public boolean wants(int classId) {
    return classes == null || classes.get(classId);
  }
}
