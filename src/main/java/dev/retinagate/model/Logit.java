package dev.retinagate.model;

/** The sigmoid that ends a class score, which is computed only where it matters. */
final class Logit {

  /** Lets a value through that rounding might have put on the wrong side. */
  private static final float MARGIN = 1e-3f;

  private Logit() {}

  /** The score of a logit. */
  static float sigmoid(float logit) {
    return (float) (1 / (1 + Math.exp(-logit)));
  }

  /** A logit slightly below that of the score, so that rounding excludes nothing. */
  static float below(float score) {
    if (score <= 0) {
      return Float.NEGATIVE_INFINITY;
    }
    if (score >= 1) {
      // Seventeen is where the sigmoid rounds to 1 in fp32.
      return 16;
    }
    return (float) Math.log(score / (1.0 - score)) - MARGIN;
  }
}
