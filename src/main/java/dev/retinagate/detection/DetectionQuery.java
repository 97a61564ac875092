package dev.retinagate.detection;

import java.util.BitSet;
import java.util.List;
import java.util.Objects;
import java.util.OptionalDouble;

/**
 * The detections that the client wants, and the rules that it holds against the picture. The query
 * goes with the job as far as the network, so that unwanted detections are not computed.
 *
 * <p>A detector finds what the answer and the rules need together, see {@link #floor}. What is for
 * the rules alone is left out of the answer afterwards, see {@link #answerOf}.
 *
 * @param threshold smallest score that is answered, 0..1 (inclusive)
 * @param max most detections that are answered, best first, at least 1
 * @param classes the class ids to answer, or {@code null} for all of them
 * @param suppression of overlapping detections
 * @param rules of the request, {@link SceneRules#NONE} for none
 */
public record DetectionQuery(
    float threshold, int max, BitSet classes, Suppression suppression, SceneRules rules) {

  /** The {@link #floor} of a class that nothing asks for: above every score. */
  public static final float UNWANTED = Float.POSITIVE_INFINITY;

  /** Checks the ranges and keeps a copy of {@code classes}. */
  public DetectionQuery {
    if (!(threshold >= 0 && threshold <= 1)) {
      throw new IllegalArgumentException("threshold " + threshold + " is not within 0..1");
    }
    if (max < 1) {
      throw new IllegalArgumentException("max " + max + " is less than 1");
    }
    classes = classes == null ? null : (BitSet) classes.clone();
    Objects.requireNonNull(suppression);
    Objects.requireNonNull(rules);
  }

  /** A query without rules, of the model's own suppression. */
  public DetectionQuery(float threshold, int max, BitSet classes) {
    this(threshold, max, classes, Suppression.OF_MODEL, SceneRules.NONE);
  }

  /** A query for every class. */
  public static DetectionQuery of(float threshold, int max) {
    return new DetectionQuery(threshold, max, null);
  }

  /**
   * The smallest score of a class that the answer or a rule needs, 0..1; {@link #UNWANTED} if
   * neither needs the class. Suppression goes by descending score, class by class: what a lower
   * floor adds changes nothing above it.
   */
  public float floor(int classId) {
    return Math.min(isAnswered(classId) ? threshold : UNWANTED, rules.floor(classId));
  }

  private boolean isAnswered(int classId) {
    return classes == null || classes.get(classId);
  }

  /** Whether a detection of this class and score is for the answer. */
  boolean answers(int classId, float score) {
    return score >= threshold && isAnswered(classId);
  }

  /**
   * The detections that are answered.
   *
   * @param found by a detector that was given this query, best first
   */
  List<Detection> answerOf(List<Detection> found) {
    OptionalDouble acrossLabels = suppression.acrossLabels();
    if (rules.isEmpty() && acrossLabels.isEmpty()) {
      return found;
    }
    List<Detection> answered =
        found.stream().filter(one -> answers(one.classId(), one.score())).toList();
    return acrossLabels.isPresent()
        ? NonMaximumSuppression.acrossLabels(answered, (float) acrossLabels.getAsDouble(), max)
        : answered.subList(0, Math.min(answered.size(), max));
  }
}
