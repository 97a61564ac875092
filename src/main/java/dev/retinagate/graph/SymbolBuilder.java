package dev.retinagate.graph;

import dev.retinagate.graph.Symbol.Node;
import dev.retinagate.graph.Symbol.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Builds a {@link Symbol} operator by operator. The same name gives the same variable, which is how
 * layers share parameters.
 */
public final class SymbolBuilder {

  private final List<Node> nodes = new ArrayList<>();
  private final Map<String, Value> variables = new HashMap<>();
  private final Map<String, Integer> names = new HashMap<>();

  /** The network's input or a parameter, by name. */
  public Value variable(String name) {
    return variables.computeIfAbsent(
        name, n -> add(new Node(Symbol.VARIABLE, n, Map.of(), List.of())));
  }

  /**
   * Applies an operator and returns its first output.
   *
   * @param attributes name and value alternating, as in {@code "kernel", "(3, 3)", "pad", "(1, 1)"}
   * @throws IllegalArgumentException if the name is taken
   */
  public Value apply(String op, String name, List<Value> inputs, String... attributes) {
    Map<String, String> map = new LinkedHashMap<>();
    for (int i = 0; i < attributes.length; i += 2) {
      map.put(attributes[i], attributes[i + 1]);
    }
    return add(new Node(op, name, map, inputs));
  }

  /** The finished graph with these outputs. */
  public Symbol build(List<Value> heads) {
    return new Symbol(nodes, heads);
  }

  private Value add(Node node) {
    if (names.put(node.name(), nodes.size()) != null) {
      throw new IllegalArgumentException("two nodes are called " + node.name());
    }
    nodes.add(node);
    return new Value(nodes.size() - 1, 0);
  }
}
