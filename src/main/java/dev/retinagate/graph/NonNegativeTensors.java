package dev.retinagate.graph;

import dev.retinagate.graph.Symbol.Node;
import java.util.LinkedHashSet;
import java.util.Set;

/** Finds the tensors of a network that cannot be negative, whatever the picture. */
public final class NonNegativeTensors {

  /** Operators whose outputs are not negative if none of their inputs is. */
  private static final Set<String> KEEPING =
      Set.of(
          Operators.POOLING,
          Operators.CONCATENATION,
          Operators.SUM,
          Operators.REPETITION,
          Operators.SLICE,
          Operators.SLICE_LIKE,
          Operators.PADDING,
          Operators.BILINEAR_RESIZE);

  private static final Set<String> MAKING = Set.of("relu", Operators.SIGMOID);

  private NonNegativeTensors() {}

  /** The names of the nodes whose outputs are zero or more. */
  public static Set<String> neverNegative(Symbol symbol) {
    Set<String> names = new LinkedHashSet<>();
    for (Node node : symbol.nodes()) {
      boolean inputsAre =
          node.inputs().stream().allMatch(input -> names.contains(symbol.source(input).name()));
      String activation = node.attributes().get("act_type");
      if (MAKING.contains(node.op())
          || (node.op().equals(Operators.ACTIVATION) && MAKING.contains(activation))
          || (KEEPING.contains(node.op()) && inputsAre)) {
        names.add(node.name());
      }
    }
    return names;
  }
}
