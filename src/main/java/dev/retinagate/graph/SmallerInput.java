package dev.retinagate.graph;

import dev.retinagate.graph.Symbol.Node;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The same convolutions on fewer rows or columns. Of all operators, only a resize names the extents
 * of what it gives; those shrink as the input does.
 */
public final class SmallerInput {

  private static final String RESIZE = "_contrib_BilinearResize2D";
  private static final String HEIGHT = "height";
  private static final String WIDTH = "width";

  private SmallerInput() {}

  /**
   * The network for an input of another size.
   *
   * @param symbol for a square input
   * @param side of that square, in pixels
   * @param rows of the other input
   * @param columns of the other input
   * @return empty if a resize would not give whole cells
   */
  public static Optional<Symbol> of(Symbol symbol, int side, int rows, int columns) {
    boolean whole =
        symbol.nodes().stream()
            .filter(node -> node.op().equals(RESIZE))
            .allMatch(
                node ->
                    extent(node, HEIGHT) * rows % side == 0
                        && extent(node, WIDTH) * columns % side == 0);
    return whole
        ? Optional.of(
            new Symbol(
                symbol.nodes().stream().map(node -> resized(node, side, rows, columns)).toList(),
                symbol.heads()))
        : Optional.empty();
  }

  private static Node resized(Node node, int side, int rows, int columns) {
    if (!node.op().equals(RESIZE)) {
      return node;
    }
    Map<String, String> attributes = new LinkedHashMap<>(node.attributes());
    attributes.put(HEIGHT, Integer.toString(extent(node, HEIGHT) * rows / side));
    attributes.put(WIDTH, Integer.toString(extent(node, WIDTH) * columns / side));
    return new Node(node.op(), node.name(), attributes, node.inputs());
  }

  private static int extent(Node resize, String attribute) {
    return Integer.parseInt(resize.attributes().get(attribute));
  }
}
