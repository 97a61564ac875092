package dev.retinagate.graph;

import dev.retinagate.graph.Symbol.Node;
import java.util.List;
import java.util.Map;

/**
 * The work of a network: the multiply-accumulates of its convolutions, which are all but a few per
 * mille of a detector's network. One of them is two floating-point operations.
 */
public final class MultiplyAccumulates {

  /** MXNet appends this to the name of a node for its first output. */
  private static final String OUTPUT = "_output";

  private MultiplyAccumulates() {}

  /**
   * Counts the multiply-accumulates of one run.
   *
   * @param symbol the network
   * @param shapes shapes by name, of each variable ({@code conv0_weight}) and each node's output
   *     ({@code conv0_output})
   * @throws IllegalArgumentException if a shape of a convolution is missing
   */
  public static long count(Symbol symbol, Map<String, List<Integer>> shapes) {
    long total = 0;
    for (Node node : symbol.nodes()) {
      if (node.op().equals(Operators.CONVOLUTION)) {
        String weightName = symbol.source(node.inputs().get(1)).name();
        // (out, in / groups, height, width): an element of the output sums over all but the first.
        List<Integer> weight = shape(shapes, weightName);
        long each = product(weight.subList(1, weight.size()));
        total += product(shape(shapes, node.name() + OUTPUT)) * each;
      }
    }
    return total;
  }

  private static List<Integer> shape(Map<String, List<Integer>> shapes, String name) {
    List<Integer> shape = shapes.get(name);
    if (shape == null) {
      throw new IllegalArgumentException("no shape is known of " + name);
    }
    return shape;
  }

  private static long product(List<Integer> extents) {
    return extents.stream().mapToLong(Integer::longValue).reduce(1, Math::multiplyExact);
  }
}
