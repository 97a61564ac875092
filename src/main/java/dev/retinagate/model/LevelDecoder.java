package dev.retinagate.model;

import dev.retinagate.detection.DetectionQuery;
import dev.retinagate.engine.NativeTensor;
import java.nio.FloatBuffer;
import java.util.List;

/**
 * Decodes the outputs of a network without anchors into candidates: one output (1, planes, height,
 * width) for each stride.
 */
abstract class LevelDecoder {

  private static final int CORNERS = 4;

  private final List<Integer> strides;
  private final int classes;
  private final int planes;

  /**
   * One output.
   *
   * @param values planes of {@code cells} values each
   * @param width cells in a line
   * @param cells of a plane
   * @param stride pixels from cell to cell
   */
  record Level(FloatBuffer values, int width, int cells, int stride) {

    /** The value of a cell in a plane. */
    float value(int plane, int cell) {
      return values.get(plane * cells + cell);
    }
  }

  /**
   * A decoder.
   *
   * @param strides of the outputs, in their order
   * @param classes of the model
   * @param planes that each output must have
   */
  LevelDecoder(List<Integer> strides, int classes, int planes) {
    this.strides = List.copyOf(strides);
    this.classes = classes;
    this.planes = planes;
  }

  /** Classes of the model. */
  final int classes() {
    return classes;
  }

  /** Candidates of all levels, in pixels of the network's input. */
  final Candidates decode(List<NativeTensor> outputs, DetectionQuery query) {
    if (outputs.size() != strides.size()) {
      throw new ModelException(
          "the network has "
              + outputs.size()
              + " outputs, model.yaml names "
              + strides.size()
              + " strides");
    }
    Candidates candidates = new Candidates();
    ClassFloors floors = new ClassFloors(query, classes);
    for (int i = 0; i < outputs.size(); i++) {
      List<Integer> shape = outputs.get(i).shape();
      if (shape.size() != 4 || shape.get(1) != planes) {
        throw new ModelException(
            "an output of the network is " + shape + "; expected " + planes + " planes");
      }
      int width = shape.get(3);
      Level level = new Level(outputs.get(i).values(), width, shape.get(2) * width, strides.get(i));
      BestRows rows = new BestRows(classes);
      scan(level, floors, rows);
      addBoxes(level, rows.sorted(), candidates);
    }
    return candidates;
  }

  /** A row of {@link BestRows}, such that all of a cell come one after the other. */
  final long row(int cell, int classId) {
    return (long) cell * classes + classId;
  }

  private void addBoxes(Level level, long[] rows, Candidates candidates) {
    float[] corners = new float[CORNERS];
    int boxed = -1;
    for (long row : rows) {
      int cell = (int) (row / classes);
      int classId = (int) (row % classes);
      if (cell != boxed) {
        box(level, cell, corners);
        boxed = cell;
      }
      float score = score(level, cell, classId);
      candidates.add(corners[0], corners[1], corners[2], corners[3], score, classId);
    }
  }

  /** Adds the rows of a level whose scores pass, ranked by score. */
  abstract void scan(Level level, ClassFloors floors, BestRows rows);

  /** The score of a class in a cell. */
  abstract float score(Level level, int cell, int classId);

  /**
   * The box of a cell, in pixels of the network's input.
   *
   * @param corners to be filled: left, top, right, bottom
   */
  abstract void box(Level level, int cell, float[] corners);
}
