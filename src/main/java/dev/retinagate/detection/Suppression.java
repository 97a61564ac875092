package dev.retinagate.detection;

import java.util.OptionalDouble;

/**
 * How overlapping detections are told from several objects.
 *
 * @param iou intersection over union above which, of two detections of a label, the lower score is
 *     suppressed, 0..1; empty for the model's own. It decides what one object is, so it holds for
 *     rules, too
 * @param acrossLabels intersection over union above which, of two detections of different labels,
 *     the lower score is not answered, 0..1; empty if labels do not affect each other. It holds for
 *     the answer alone: a person in front of a car would blind a rule for cars
 */
public record Suppression(OptionalDouble iou, OptionalDouble acrossLabels) {

  /** As the model does it. */
  public static final Suppression OF_MODEL =
      new Suppression(OptionalDouble.empty(), OptionalDouble.empty());

  /** Checks the ranges. */
  public Suppression {
    requireShare(iou);
    requireShare(acrossLabels);
  }

  private static void requireShare(OptionalDouble iou) {
    if (iou.isPresent() && !(iou.getAsDouble() >= 0 && iou.getAsDouble() <= 1)) {
      throw new IllegalArgumentException("iou " + iou.getAsDouble() + " is not within 0..1");
    }
  }

  /** The overlap for a model whose own is {@code ofModel}. */
  public float iou(float ofModel) {
    return iou.isPresent() ? (float) iou.getAsDouble() : ofModel;
  }
}
