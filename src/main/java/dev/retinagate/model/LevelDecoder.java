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
      decode(level, floors, candidates);
    }
    return candidates;
  }

  /** Adds the candidates of a level. */
  abstract void decode(Level level, ClassFloors floors, Candidates candidates);
}
