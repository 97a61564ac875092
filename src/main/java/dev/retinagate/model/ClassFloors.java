package dev.retinagate.model;

import dev.retinagate.detection.DetectionQuery;

/**
 * The smallest score of each class that a query needs, and its logit, for scanning a network's
 * output. Most queries have one floor for all of their classes, and compute one logarithm.
 */
final class ClassFloors {

  private final float[] scores;
  private final float[] logits;

  /** The floors of classes 0 to {@code classes - 1}. */
  ClassFloors(DetectionQuery query, int classes) {
    scores = new float[classes];
    logits = new float[classes];
    float lastScore = 0;
    float lastLogit = Logit.below(lastScore);
    for (int classId = 0; classId < classes; classId++) {
      scores[classId] = query.floor(classId);
      if (wants(classId) && scores[classId] != lastScore) {
        lastScore = scores[classId];
        lastLogit = Logit.below(lastScore);
      }
      logits[classId] = lastLogit;
    }
  }

  /** Whether the query needs the class at all. */
  boolean wants(int classId) {
    return scores[classId] < DetectionQuery.UNWANTED;
  }

  /** The smallest score of a class that the query needs. */
  float score(int classId) {
    return scores[classId];
  }

  /** A logit slightly below that of {@link #score}. */
  float logit(int classId) {
    return logits[classId];
  }
}
