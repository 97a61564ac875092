package dev.retinagate.graph;

import dev.retinagate.graph.Symbol.Node;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The same network on an input of fewer rows. Of all operators, only a bilinear resize names the
 * extents of what it gives; its rows shrink as the input's do.
 */
public final class SmallerInput {

  private static final String ROWS = "height";

  private SmallerInput() {}

  /**
   * The network for fewer rows.
   *
   * @param symbol for a square input
   * @param side of that square, in pixels
   * @param rows of the other input
   * @return empty if a resize does not name its rows, or would not give whole ones
   */
  public static Optional<Symbol> of(Symbol symbol, int side, int rows) {
    boolean whole =
        symbol.nodes().stream()
            .filter(SmallerInput::isResize)
            .allMatch(node -> node.attributes().containsKey(ROWS) && rows(node) * rows % side == 0);
    return whole
        ? Optional.of(
            new Symbol(
                symbol.nodes().stream().map(node -> resized(node, side, rows)).toList(),
                symbol.heads()))
        : Optional.empty();
  }

  private static Node resized(Node node, int side, int rows) {
    if (!isResize(node)) {
      return node;
    }
    Map<String, String> attributes = new LinkedHashMap<>(node.attributes());
    attributes.put(ROWS, Integer.toString(rows(node) * rows / side));
    return new Node(node.op(), node.name(), attributes, node.inputs());
  }

  private static boolean isResize(Node node) {
    return node.op().equals(Operators.BILINEAR_RESIZE);
  }

  private static int rows(Node resize) {
    return Integer.parseInt(resize.attributes().get(ROWS));
  }
}
