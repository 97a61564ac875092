package dev.retinagate.model;

import dev.retinagate.graph.Symbol;
import java.util.List;

/**
 * A model's network for one size of input.
 *
 * @param symbol the graph
 * @param input extents of its input (batch, channels, height, width)
 */
public record NetworkGraph(Symbol symbol, List<Integer> input) {

  /** Keeps an immutable copy of {@code input}. */
  public NetworkGraph {
    input = List.copyOf(input);
  }
}
