package dev.retinagate.model;

/**
 * Decodes YOLOX's raw outputs into candidates. Source: YOLOX (Megvii), {@code yolo_head.py}: a
 * cell's objectness times a class's score, both sigmoids; a box's centre in strides from the cell's
 * top left corner, and the logarithms of its sides in strides.
 *
 * <p>An output is (1, 5 + classes, height, width): planes of x, y, width, height, objectness logits
 * and class logits. A cell is decoded only if its objectness alone passes the lowest floor.
 */
final class YoloxDecoder extends LevelDecoder {

  private static final int WIDTH = 2;
  private static final int HEIGHT = 3;
  private static final int OBJECTNESS = 4;
  private static final int FIRST_CLASS = 5;

  YoloxDecoder(YoloxNetwork network, int classes) {
    super(network.strides(), classes, FIRST_CLASS + classes);
  }

  @Override
  void scan(Level level, ClassFloors floors, BestRows rows) {
    int[] cells = new int[level.cells()];
    float[] objectness = new float[level.cells()];
    int count = 0;
    float lowest = lowest(floors);
    for (int cell = 0; cell < level.cells(); cell++) {
      float logit = level.value(OBJECTNESS, cell);
      if (logit >= lowest) {
        cells[count] = cell;
        objectness[count++] = Logit.sigmoid(logit);
      }
    }
    for (int classId = 0; classId < classes(); classId++) {
      if (floors.wants(classId)) {
        rows.beginClass(floors.score(classId));
        for (int i = 0; i < count; i++) {
          float logit = level.value(FIRST_CLASS + classId, cells[i]);
          if (logit >= floors.logit(classId)) {
            float score = objectness[i] * Logit.sigmoid(logit);
            if (score >= rows.least()) {
              rows.add(row(cells[i], classId), score);
            }
          }
        }
      }
    }
  }

  private float lowest(ClassFloors floors) {
    float lowest = Float.POSITIVE_INFINITY;
    for (int classId = 0; classId < classes(); classId++) {
      if (floors.wants(classId)) {
        lowest = Math.min(lowest, floors.logit(classId));
      }
    }
    return lowest;
  }

  @Override
  float score(Level level, int cell, int classId) {
    return Logit.sigmoid(level.value(OBJECTNESS, cell))
        * Logit.sigmoid(level.value(FIRST_CLASS + classId, cell));
  }

  @Override
  void box(Level level, int cell, float[] corners) {
    int stride = level.stride();
    int row = cell / level.width();
    float x = (cell % level.width() + level.value(0, cell)) * stride;
    float y = (row + level.value(1, cell)) * stride;
    float halfWidth = (float) Math.exp(level.value(WIDTH, cell)) * stride / 2;
    float halfHeight = (float) Math.exp(level.value(HEIGHT, cell)) * stride / 2;
    corners[0] = x - halfWidth;
    corners[1] = y - halfHeight;
    corners[2] = x + halfWidth;
    corners[3] = y + halfHeight;
  }
}
