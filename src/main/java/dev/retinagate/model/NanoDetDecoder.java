package dev.retinagate.model;

import dev.retinagate.detection.DetectionQuery;
import dev.retinagate.engine.NativeTensor;
import java.nio.FloatBuffer;
import java.util.List;

/**
 * Decodes NanoDet's raw outputs into candidates. Source: NanoDet (RangiLyu), {@code gfl_head.py}:
 * class scores are sigmoids; each side's distance from the cell's centre is the expectation of a
 * softmax over bins 0..n-1, in units of the stride (Generalized Focal Loss, Li et al. 2020).
 *
 * <p>An output is (1, classes + 4 × bins, height, width): planes of class logits, then of the
 * distances' bins for left, top, right and bottom. A cell is decoded only if one of its logits
 * passes its class's floor.
 */
final class NanoDetDecoder {

  private static final int SIDES = 4;

  private final NanoDetNetwork network;
  private final int classes;

  NanoDetDecoder(NanoDetNetwork network, int classes) {
    this.network = network;
    this.classes = classes;
  }

  /** Candidates of all levels, in pixels of the network's input. */
  Candidates decode(List<NativeTensor> outputs, DetectionQuery query) {
    if (outputs.size() != network.strides().size()) {
      throw new ModelException(
          "the network has "
              + outputs.size()
              + " outputs, model.yaml names "
              + network.strides().size()
              + " strides");
    }
    Candidates candidates = new Candidates();
    ClassFloors floors = new ClassFloors(query, classes);
    for (int level = 0; level < outputs.size(); level++) {
      decodeLevel(outputs.get(level), network.strides().get(level), floors, candidates);
    }
    return candidates;
  }

  private void decodeLevel(
      NativeTensor output, int stride, ClassFloors floors, Candidates candidates) {
    List<Integer> shape = output.shape();
    int planes = classes + SIDES * network.distanceBins();
    if (shape.size() != 4 || shape.get(1) != planes) {
      throw new ModelException(
          "an output of the network is " + shape + "; expected " + planes + " planes");
    }
    int width = shape.get(3);
    int cells = shape.get(2) * width;
    FloatBuffer values = output.values();
    for (int classId = 0; classId < classes; classId++) {
      if (!floors.wants(classId)) {
        continue;
      }
      float logitThreshold = floors.logit(classId);
      int plane = classId * cells;
      for (int cell = 0; cell < cells; cell++) {
        float value = values.get(plane + cell);
        if (value >= logitThreshold) {
          float score = Logit.sigmoid(value);
          if (score >= floors.score(classId)) {
            addBox(values, cells, cell, width, stride, classId, score, candidates);
          }
        }
      }
    }
  }

  private void addBox(
      FloatBuffer values,
      int cells,
      int cell,
      int width,
      int stride,
      int classId,
      float score,
      Candidates candidates) {
    float centreX = (cell % width + 0.5f) * stride;
    int row = cell / width;
    float centreY = (row + 0.5f) * stride;
    candidates.add(
        centreX - distance(values, cells, cell, 0) * stride,
        centreY - distance(values, cells, cell, 1) * stride,
        centreX + distance(values, cells, cell, 2) * stride,
        centreY + distance(values, cells, cell, 3) * stride,
        score,
        classId);
  }

  /** Expectation of the softmax over the bins of one side, in strides. */
  private float distance(FloatBuffer values, int cells, int cell, int side) {
    int bins = network.distanceBins();
    int first = (classes + side * bins) * cells + cell;
    float highest = Float.NEGATIVE_INFINITY;
    for (int bin = 0; bin < bins; bin++) {
      highest = Math.max(highest, values.get(first + bin * cells));
    }
    double sum = 0;
    double weighted = 0;
    for (int bin = 0; bin < bins; bin++) {
      double exponential = Math.exp(values.get(first + bin * cells) - highest);
      sum += exponential;
      weighted += bin * exponential;
    }
    return (float) (weighted / sum);
  }
}
