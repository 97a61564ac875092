package dev.retinagate.modeltools.onnx;

import java.util.List;
import java.util.Map;

/**
 * An ONNX file as read, without the parts that an import does not need.
 *
 * @param opset version of ONNX's own operators
 * @param producer the program that wrote the file, or an empty text
 * @param nodes in the file's order, which is that of the computation
 * @param constants by name
 * @param inputs of the graph; older files name the constants among them
 * @param outputs names of values
 */
record OnnxModel(
    long opset,
    String producer,
    List<Node> nodes,
    Map<String, OnnxTensor> constants,
    List<Input> inputs,
    List<String> outputs) {

  /**
   * One operator.
   *
   * @param inputs names of values; empty for an input that is left out
   * @param attributes by name: {@code Long}, {@code Float}, {@code String}, {@link OnnxTensor}, or
   *     a {@code long[]}
   */
  record Node(
      String name,
      String op,
      List<String> inputs,
      List<String> outputs,
      Map<String, Object> attributes) {}

  /**
   * One input.
   *
   * @param elementType ONNX's number of it
   * @param extents outermost first; -1 where the file leaves it open
   */
  record Input(String name, int elementType, List<Long> extents) {}
}
