package dev.retinagate.model;

/**
 * Decodes NanoDet's raw outputs into candidates. Source: NanoDet (RangiLyu), {@code gfl_head.py}
 * and {@code nanodet_plus_head.py}: class scores are sigmoids; each side's distance from the cell's
 * point is the expectation of a softmax over bins 0..n-1, in units of the stride (Generalized Focal
 * Loss, Li et al. 2020).
 *
 * <p>An output is (1, classes + 4 × bins, height, width): planes of class logits, then of the
 * distances' bins for left, top, right and bottom. A cell is decoded only if one of its logits
 * passes its class's floor.
 */
final class NanoDetDecoder extends LevelDecoder {

  /** NanoDet measures from the middle of a cell. */
  static final float MIDDLE = 0.5f;

  /** NanoDet-Plus measures from its top left corner. */
  static final float CORNER = 0;

  private static final int SIDES = 4;

  private final int bins;
  private final float point;

  /**
   * A decoder.
   *
   * @param point of a cell that distances are measured from, in strides from its top left corner
   */
  NanoDetDecoder(NanoDetNetwork network, int classes, float point) {
    super(network.strides(), classes, classes + SIDES * network.distanceBins());
    this.bins = network.distanceBins();
    this.point = point;
  }

  @Override
  void scan(Level level, ClassFloors floors, BestRows rows) {
    for (int classId = 0; classId < classes(); classId++) {
      if (!floors.wants(classId)) {
        continue;
      }
      float logitThreshold = floors.logit(classId);
      rows.beginClass(floors.score(classId));
      for (int cell = 0; cell < level.cells(); cell++) {
        float value = level.value(classId, cell);
        if (value >= logitThreshold) {
          float score = Logit.sigmoid(value);
          if (score >= rows.least()) {
            rows.add(row(cell, classId), score);
          }
        }
      }
    }
  }

  @Override
  float score(Level level, int cell, int classId) {
    return Logit.sigmoid(level.value(classId, cell));
  }

  @Override
  void box(Level level, int cell, float[] corners) {
    int stride = level.stride();
    float x = (cell % level.width() + point) * stride;
    int row = cell / level.width();
    float y = (row + point) * stride;
    corners[0] = x - distance(level, cell, 0) * stride;
    corners[1] = y - distance(level, cell, 1) * stride;
    corners[2] = x + distance(level, cell, 2) * stride;
    corners[3] = y + distance(level, cell, 3) * stride;
  }

  /** Expectation of the softmax over the bins of one side, in strides. */
  private float distance(Level level, int cell, int side) {
    int first = classes() + side * bins;
    float highest = Float.NEGATIVE_INFINITY;
    for (int bin = 0; bin < bins; bin++) {
      highest = Math.max(highest, level.value(first + bin, cell));
    }
    double sum = 0;
    double weighted = 0;
    for (int bin = 0; bin < bins; bin++) {
      double exponential = Math.exp(level.value(first + bin, cell) - highest);
      sum += exponential;
      weighted += bin * exponential;
    }
    return (float) (weighted / sum);
  }
}
