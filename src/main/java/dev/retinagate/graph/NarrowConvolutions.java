package dev.retinagate.graph;

import java.util.List;
import java.util.Map;

/**
 * The convolutions with fewer input channels than the bytes that one 8-bit dot product takes, as
 * the one that reads the picture. Convolutions in groups have kernels of their own.
 */
public final class NarrowConvolutions {

  private static final String GROUPS = "num_group";
  private static final String ONE = "1";
  private static final int WEIGHT = 1;
  private static final int INPUT_CHANNELS = 1;

  /** Input channels that one 8-bit dot product takes. */
  static final int DOT_PRODUCT_BYTES = 4;

  private NarrowConvolutions() {}

  /**
   * Their names.
   *
   * @param parameters by name; a weight is (outputs, input channels, height, width)
   */
  public static List<String> of(Symbol symbol, Map<String, Tensor> parameters) {
    return symbol.nodes().stream()
        .filter(node -> node.op().equals(Operators.CONVOLUTION))
        .filter(node -> node.attributes().getOrDefault(GROUPS, ONE).equals(ONE))
        .filter(
            node -> {
              String weight = symbol.source(node.inputs().get(WEIGHT)).name();
              Tensor tensor = parameters.get(weight);
              return tensor != null && tensor.shape().get(INPUT_CHANNELS) < DOT_PRODUCT_BYTES;
            })
        .map(Symbol.Node::name)
        .toList();
  }
}
