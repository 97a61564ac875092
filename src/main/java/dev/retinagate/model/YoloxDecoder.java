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
  void decode(Level level, ClassFloors floors, Candidates candidates) {
    float lowest = Float.POSITIVE_INFINITY;
    for (int classId = 0; classId < classes(); classId++) {
      if (floors.wants(classId)) {
        lowest = Math.min(lowest, floors.logit(classId));
      }
    }
    for (int cell = 0; cell < level.cells(); cell++) {
      float logit = level.value(OBJECTNESS, cell);
      if (logit >= lowest) {
        decodeCell(level, cell, Logit.sigmoid(logit), floors, candidates);
      }
    }
  }

  private void decodeCell(
      Level level, int cell, float objectness, ClassFloors floors, Candidates candidates) {
    for (int classId = 0; classId < classes(); classId++) {
      float logit = level.value(FIRST_CLASS + classId, cell);
      if (floors.wants(classId) && logit >= floors.logit(classId)) {
        float score = objectness * Logit.sigmoid(logit);
        if (score >= floors.score(classId)) {
          addBox(level, cell, classId, score, candidates);
        }
      }
    }
  }

  private static void addBox(
      Level level, int cell, int classId, float score, Candidates candidates) {
    int stride = level.stride();
    int row = cell / level.width();
    float x = (cell % level.width() + level.value(0, cell)) * stride;
    float y = (row + level.value(1, cell)) * stride;
    float halfWidth = (float) Math.exp(level.value(WIDTH, cell)) * stride / 2;
    float halfHeight = (float) Math.exp(level.value(HEIGHT, cell)) * stride / 2;
    candidates.add(x - halfWidth, y - halfHeight, x + halfWidth, y + halfHeight, score, classId);
  }
}
