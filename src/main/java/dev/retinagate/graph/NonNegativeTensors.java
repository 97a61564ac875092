package dev.retinagate.graph;

import dev.retinagate.graph.Symbol.Node;
import java.util.LinkedHashSet;
import java.util.Set;

/** Finds the tensors of a network that cannot be negative, whatever the picture. */
public final class NonNegativeTensors {

  /** Operators whose outputs are not negative if none of their inputs is. */
  private static final Set<String> KEEPING =
      Set.of(
          "Pooling",
          "Concat",
          "elemwise_add",
          "UpSampling",
          "slice_axis",
          "slice_like",
          "Pad",
          "_contrib_BilinearResize2D");

  private static final Set<String> MAKING = Set.of("relu", "sigmoid");

  private NonNegativeTensors() {}

  /** The names of the nodes whose outputs are zero or more. */
  public static Set<String> neverNegative(Symbol symbol) {
    Set<String> names = new LinkedHashSet<>();
    for (Node node : symbol.nodes()) {
      boolean inputsAre =
          node.inputs().stream().allMatch(input -> names.contains(symbol.source(input).name()));
      String activation = node.attributes().get("act_type");
      if (MAKING.contains(node.op())
          || (node.op().equals("Activation") && MAKING.contains(activation))
          || (KEEPING.contains(node.op()) && inputsAre)) {
        names.add(node.name());
      }
    }
    return names;
  }
}
