package dev.retinagate.detection;

import java.util.Optional;

/**
 * What a scene has to be like, of one label.
 *
 * @param kind what the rule does with the detections that it matches
 * @param classId class of the detections
 * @param label the class's name
 * @param atLeast how many detections are expected, at least 1; 1 for the other kinds
 * @param threshold smallest score that the rule looks at, 0..1 (inclusive)
 * @param zone in which the detections have to stand; empty for the whole picture
 */
public record Rule(
    Kind kind, int classId, String label, int atLeast, float threshold, Optional<Zone> zone) {

  /** What a rule does. */
  public enum Kind {
    /** Each detection is an intruder, which is an alert. */
    FORBID,
    /** Fewer detections than expected are an alert. */
    EXPECT,
    /** Detections are counted, also if there are none. */
    COUNT
  }

  /** Checks the ranges. */
  public Rule {
    if (!(threshold >= 0 && threshold <= 1)) {
      throw new IllegalArgumentException("threshold " + threshold + " is not within 0..1");
    }
    if (classId < 0 || atLeast < 1) {
      throw new IllegalArgumentException("class " + classId + ", at least " + atLeast);
    }
  }

  /** Whether the rule looks at this detection of a picture of this size. */
  public boolean matches(Detection detection, int imageWidth, int imageHeight) {
    return detection.classId() == classId
        && detection.score() >= threshold
        && (zone.isEmpty() || zone.get().holds(detection.box(), imageWidth, imageHeight));
  }
}
