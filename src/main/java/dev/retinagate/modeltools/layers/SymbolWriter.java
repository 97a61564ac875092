package dev.retinagate.modeltools.layers;

import dev.retinagate.graph.Operators;
import dev.retinagate.graph.Symbol;
import dev.retinagate.graph.Symbol.Value;
import dev.retinagate.graph.SymbolBuilder;
import dev.retinagate.graph.Tensor;
import dev.retinagate.modeltools.layers.LayerGraph.Layer;
import dev.retinagate.modeltools.layers.Op.Activation;
import dev.retinagate.modeltools.layers.Op.Convolution;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Makes MXNet's symbol and parameters of a graph, in operators that oneDNN computes in its own
 * layout and fuses. Equal graphs give equal symbols.
 */
public final class SymbolWriter {

  private final SymbolBuilder symbol = new SymbolBuilder();
  private final Map<String, Tensor> parameters = new LinkedHashMap<>();
  private final List<Value> values = new ArrayList<>();
  private final String inputName;

  /**
   * A network as MXNet takes it.
   *
   * @param symbol the graph
   * @param parameters by name, in the order of use
   */
  public record Network(Symbol symbol, Map<String, Tensor> parameters) {}

  private SymbolWriter(String inputName) {
    this.inputName = inputName;
  }

  /**
   * Writes a graph without {@link Op.Selection} and {@link Op.SpaceToDepth}.
   *
   * @param inputName the name that the input gets
   */
  public static Network write(LayerGraph graph, String inputName) {
    SymbolWriter writer = new SymbolWriter(inputName);
    graph.layers().forEach(layer -> writer.values.add(writer.value(layer)));
    return new Network(
        writer.symbol.build(graph.outputs().stream().map(writer.values::get).toList()),
        writer.parameters);
  }

  private Value value(Layer layer) {
    if (layer.op() instanceof Op.Input) {
      return symbol.variable(inputName);
    }
    if (layer.op() instanceof Convolution convolution) {
      return convolution(layer, convolution);
    }
    if (layer.op() instanceof Activation activation) {
      return activation(layer, activation);
    }
    if (layer.op() instanceof Op.MaxPooling pooling) {
      return apply(
          layer,
          Operators.POOLING,
          "kernel",
          pooling.window().kernel().toString(),
          "stride",
          pooling.window().stride().toString(),
          "pad",
          pooling.window().padding().toString(),
          "pool_type",
          "max",
          "pooling_convention",
          "valid");
    }
    if (layer.op() instanceof Op.AveragePooling pooling) {
      String square = pooling.square().toString();
      return apply(
          layer, Operators.POOLING, "kernel", square, "stride", square, "pool_type", "avg");
    }
    if (layer.op() instanceof Op.SmoothResize resize) {
      return apply(
          layer,
          Operators.BILINEAR_RESIZE,
          "height",
          Integer.toString(resize.height()),
          "width",
          Integer.toString(resize.width()),
          "align_corners",
          "False");
    }
    if (layer.op() instanceof Op.Repetition repetition) {
      return apply(
          layer,
          Operators.REPETITION,
          "scale",
          Integer.toString(repetition.factor()),
          "sample_type",
          "nearest",
          "num_args",
          "1");
    }
    if (layer.op() instanceof Op.Sum) {
      // elemwise_add fuses into the convolution before it; broadcast_add would not.
      return apply(layer, Operators.SUM);
    }
    if (layer.op() instanceof Op.Concatenation) {
      return apply(
          layer,
          Operators.CONCATENATION,
          "num_args",
          Integer.toString(layer.inputs().size()),
          "dim",
          "1");
    }
    throw new IllegalArgumentException(
        layer.name() + ": " + layer.op().getClass().getSimpleName() + " has to be taken away");
  }

  private Value convolution(Layer layer, Convolution convolution) {
    List<Value> inputs = new ArrayList<>(inputs(layer));
    inputs.add(parameter(layer.name() + "_weight", convolution.weight()));
    convolution.bias().ifPresent(bias -> inputs.add(parameter(layer.name() + "_bias", bias)));
    List<String> attributes =
        new ArrayList<>(
            List.of(
                "kernel",
                convolution.window().kernel().toString(),
                "stride",
                convolution.window().stride().toString(),
                "pad",
                convolution.window().padding().toString(),
                "num_filter",
                Integer.toString(convolution.filters()),
                "no_bias",
                convolution.bias().isEmpty() ? "True" : "False"));
    if (convolution.groups() > 1) {
      attributes.addAll(List.of("num_group", Integer.toString(convolution.groups())));
    }
    return symbol.apply(
        Operators.CONVOLUTION, layer.name(), inputs, attributes.toArray(String[]::new));
  }

  private Value activation(Layer layer, Activation activation) {
    return switch (activation.function()) {
      case LEAKY_RELU ->
          apply(
              layer,
              Operators.LEAKY_ACTIVATION,
              "act_type",
              "leaky",
              "slope",
              Float.toString(activation.slope()));
      case RELU -> apply(layer, Operators.ACTIVATION, "act_type", "relu");
      case SIGMOID -> apply(layer, Operators.ACTIVATION, "act_type", "sigmoid");
      case SILU -> {
        Value gate =
            symbol.apply(
                Operators.ACTIVATION, layer.name() + "_gate", inputs(layer), "act_type", "sigmoid");
        yield symbol.apply(Operators.PRODUCT, layer.name(), List.of(inputs(layer).get(0), gate));
      }
    };
  }

  private Value apply(Layer layer, String op, String... attributes) {
    return symbol.apply(op, layer.name(), inputs(layer), attributes);
  }

  private List<Value> inputs(Layer layer) {
    return layer.inputs().stream().map(values::get).toList();
  }

  private Value parameter(String name, Tensor tensor) {
    parameters.put(name, tensor);
    return symbol.variable(name);
  }
}
