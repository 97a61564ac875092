package dev.retinagate.modeltools.layers;

import java.util.ArrayList;
import java.util.List;

/**
 * The layers of a network, each behind those that it reads, and which of them are its outputs.
 *
 * @param layers in the order of the computation
 * @param outputs indices of layers
 */
public record LayerGraph(List<Layer> layers, List<Integer> outputs) {

  /**
   * One layer.
   *
   * @param name unique in the graph
   * @param inputs indices of the layers that it reads
   * @param extents of its result
   */
  public record Layer(String name, Op op, List<Integer> inputs, Extents extents) {

    /** Keeps an immutable copy. */
    public Layer {
      inputs = List.copyOf(inputs);
    }
  }

  /** Keeps immutable copies. */
  public LayerGraph {
    layers = List.copyOf(layers);
    outputs = List.copyOf(outputs);
  }

  /** The same network without layers that no output depends on. */
  public LayerGraph withoutUnread() {
    boolean[] read = new boolean[layers.size()];
    outputs.forEach(output -> read[output] = true);
    for (int i = layers.size() - 1; i >= 0; i--) {
      if (read[i]) {
        layers.get(i).inputs().forEach(input -> read[input] = true);
      }
    }
    Builder kept = new Builder();
    int[] moved = new int[layers.size()];
    for (int i = 0; i < moved.length; i++) {
      if (read[i]) {
        Layer layer = layers.get(i);
        moved[i] = kept.add(layer.name(), layer.op(), moved(layer.inputs(), moved));
      }
    }
    return kept.build(moved(outputs, moved));
  }

  private static List<Integer> moved(List<Integer> indices, int[] moved) {
    return indices.stream().map(index -> moved[index]).toList();
  }

  /** Collects layers. */
  public static final class Builder {

    private final List<Layer> layers = new ArrayList<>();

    /**
     * Adds a layer.
     *
     * @return its index
     * @throws IllegalArgumentException if the operator cannot read such tensors
     */
    public int add(String name, Op op, List<Integer> inputs) {
      Extents extents = op.output(inputs.stream().map(this::extents).toList());
      layers.add(new Layer(name, op, inputs, extents));
      return layers.size() - 1;
    }

    /** Adds a layer that reads one tensor. */
    public int add(String name, Op op, int input) {
      return add(name, op, List.of(input));
    }

    /** The extents of a layer's result. */
    public Extents extents(int layer) {
      return layers.get(layer).extents();
    }

    /** The operator of a layer. */
    public Op op(int layer) {
      return layers.get(layer).op();
    }

    /** How many layers there are. */
    public int size() {
      return layers.size();
    }

    /** The graph with these outputs. */
    public LayerGraph build(List<Integer> outputs) {
      return new LayerGraph(layers, outputs);
    }
  }
}
