package dev.retinagate.model;

/** The sigmoid of a class score, computed only for scores that may pass the threshold. */
final class Logit {

  /** Admits a value that rounding may have put below the threshold. */
  private static final float MARGIN = 1e-3f;

  private Logit() {}

  /** The score of a logit. */
  static float sigmoid(float logit) {
    return (float) (1 / (1 + Math.exp(-logit)));
  }

  /** A logit slightly below that of the score, so that rounding excludes no candidate. */
  static float below(float score) {
    if (score <= 0) {
      return Float.NEGATIVE_INFINITY;
    }
    if (score >= 1) {
      // From 17 on the sigmoid rounds to 1 in fp32.
      return 16;
    }
    return (float) Math.log(score / (1.0 - score)) - MARGIN;
  }
}
