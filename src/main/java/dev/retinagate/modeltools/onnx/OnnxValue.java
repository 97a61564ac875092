package dev.retinagate.modeltools.onnx;

import dev.retinagate.modeltools.layers.Window.Pair;
import java.util.List;

/** What a name of an ONNX graph stands for while the graph is converted. */
sealed interface OnnxValue {

  /** Numbers of the file. */
  record Constant(OnnxTensor tensor) implements OnnxValue {}

  /** A layer's result, (1, channels, height, width). */
  record Feature(int layer) implements OnnxValue {}

  /** The sigmoid of a layer's result: half of a SiLU, or scores. */
  record Gate(int layer) implements OnnxValue {}

  /** Every n-th line and column of a layer's result. */
  record Sampled(int layer, Pair first, Pair step) implements OnnxValue {}

  /**
   * A layer's result with its channels in groups, (1, groups, channels / groups, height, width), or
   * with these two axes exchanged.
   */
  record Grouped(int layer, int groups, boolean swapped) implements OnnxValue {}

  /** Some planes of an output, and whether a sigmoid makes scores of them. */
  record Part(int layer, boolean sigmoid) {}

  /** Scores and other planes one after the other, (1, planes, height, width). */
  record Planes(List<Part> parts) implements OnnxValue {}

  /** The same as (1, planes, height × width). */
  record Level(List<Part> parts) implements OnnxValue {}

  /** Levels one after the other: (1, planes, cells), or transposed (1, cells, planes). */
  record Levels(List<Level> levels, boolean transposed) implements OnnxValue {}
}
