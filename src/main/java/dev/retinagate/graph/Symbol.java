package dev.retinagate.graph;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A network as MXNet's symbolic graph: operators in topological order and the outputs of it.
 *
 * @param nodes operators and variables; a node's inputs come before it
 * @param heads the network's outputs, in order
 */
public record Symbol(List<Node> nodes, List<Value> heads) {

  /** MXNet's operator name of a variable (an input or a parameter). */
  public static final String VARIABLE = "null";

  /**
   * One operator or variable.
   *
   * @param op the MXNet operator, or {@link #VARIABLE}
   * @param name unique in the symbol
   * @param attributes the operator's parameters as MXNet writes them
   * @param inputs the values that it reads
   */
  public record Node(String op, String name, Map<String, String> attributes, List<Value> inputs) {

    /** Keeps the attributes in the order given, so that equal graphs give equal files. */
    public Node {
      attributes = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(attributes));
      inputs = List.copyOf(inputs);
    }
  }

  /**
   * One output of one node.
   *
   * @param node index into {@link Symbol#nodes}
   * @param output which of the node's outputs
   */
  public record Value(int node, int output) {}

  /** Makes both lists immutable. */
  public Symbol {
    nodes = List.copyOf(nodes);
    heads = List.copyOf(heads);
  }

  /** The node that computes a value, or the variable that holds it. */
  public Node source(Value value) {
    return nodes.get(value.node());
  }

  /** Names of all variables, in order: the input and the parameters. */
  public List<String> variables() {
    return nodes.stream().filter(n -> n.op().equals(VARIABLE)).map(Node::name).toList();
  }

  /**
   * The same network with other outputs.
   *
   * @param names of the nodes whose first outputs are wanted
   * @throws IllegalArgumentException if no node has one of the names
   */
  public Symbol withHeads(List<String> names) {
    Map<String, Integer> indices = new HashMap<>();
    for (int i = 0; i < nodes.size(); i++) {
      indices.put(nodes.get(i).name(), i);
    }
    return new Symbol(nodes, names.stream().map(name -> head(name, indices)).toList());
  }

  private static Value head(String name, Map<String, Integer> indices) {
    Integer index = indices.get(name);
    if (index == null) {
      throw new IllegalArgumentException("the network has no node " + name);
    }
    return new Value(index, 0);
  }
}
