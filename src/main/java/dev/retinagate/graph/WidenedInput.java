package dev.retinagate.graph;

import dev.retinagate.graph.Symbol.Node;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A network whose input has as many channels as one 8-bit dot product takes. The added channels
 * come after the picture's and have weights of zero, so the network computes the same.
 *
 * @param added channels added to the input; 0 if the network is unchanged
 * @param parameters by name; the weights of the convolutions that read the input are wider
 */
public record WidenedInput(int added, Map<String, Tensor> parameters) {

  private static final int WEIGHT = 1;
  private static final int FILTERS = 0;
  private static final int CHANNELS = 1;

  /** Keeps an immutable copy. */
  public WidenedInput {
    parameters = Map.copyOf(parameters);
  }

  /**
   * Widens the input if 8-bit convolutions with fewer channels than that are all that reads it.
   *
   * @param input the input's name
   * @param excluded nodes that stay fp32, where width gains nothing
   */
  public static WidenedInput of(
      Symbol symbol, String input, Map<String, Tensor> parameters, List<String> excluded) {
    Set<String> narrow = new HashSet<>(NarrowConvolutions.of(symbol, parameters));
    excluded.forEach(narrow::remove);
    List<Node> readers = readers(symbol, input);
    if (readers.isEmpty() || !readers.stream().allMatch(reader -> narrow.contains(reader.name()))) {
      return new WidenedInput(0, parameters);
    }
    Map<String, Tensor> widened = new HashMap<>(parameters);
    int added = 0;
    for (Node reader : readers) {
      String weight = symbol.source(reader.inputs().get(WEIGHT)).name();
      Tensor narrowWeight = parameters.get(weight);
      added = NarrowConvolutions.DOT_PRODUCT_BYTES - narrowWeight.shape().get(CHANNELS);
      widened.put(weight, widened(narrowWeight));
    }
    return new WidenedInput(added, widened);
  }

  private static List<Node> readers(Symbol symbol, String input) {
    return symbol.nodes().stream()
        .filter(
            node ->
                node.inputs().stream().anyMatch(value -> symbol.source(value).name().equals(input)))
        .toList();
  }

  /** (filters, channels, height, width) to (filters, 4, height, width). */
  private static Tensor widened(Tensor weight) {
    FloatBuffer source = weight.toFloats();
    int filters = weight.shape().get(FILTERS);
    int length = weight.elements() / filters;
    int wide = length / weight.shape().get(CHANNELS) * NarrowConvolutions.DOT_PRODUCT_BYTES;
    float[] values = new float[filters * wide];
    for (int filter = 0; filter < filters; filter++) {
      source.get(filter * length, values, filter * wide, length);
    }
    List<Integer> shape = new ArrayList<>(weight.shape());
    shape.set(CHANNELS, NarrowConvolutions.DOT_PRODUCT_BYTES);
    return Tensor.of(shape, values);
  }
}
