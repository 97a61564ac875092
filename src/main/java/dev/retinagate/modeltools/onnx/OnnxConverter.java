package dev.retinagate.modeltools.onnx;

import dev.retinagate.graph.Tensor;
import dev.retinagate.modeltools.ModelToolException;
import dev.retinagate.modeltools.layers.Extents;
import dev.retinagate.modeltools.layers.LayerGraph;
import dev.retinagate.modeltools.layers.Op;
import dev.retinagate.modeltools.layers.Op.Activation.Function;
import dev.retinagate.modeltools.layers.Window;
import dev.retinagate.modeltools.layers.Window.Pair;
import dev.retinagate.modeltools.onnx.OnnxModel.Node;
import dev.retinagate.modeltools.onnx.OnnxValue.Constant;
import dev.retinagate.modeltools.onnx.OnnxValue.Feature;
import dev.retinagate.modeltools.onnx.OnnxValue.Gate;
import dev.retinagate.modeltools.onnx.OnnxValue.Levels;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Turns the operators of an ONNX graph into layers, node by node in the file's order. Layers get
 * names of their own, {@code conv0} and so on: those of the file may be empty, or anything.
 */
final class OnnxConverter {

  /** Parameters that layers may have in all; a layer's are copied where channels are reordered. */
  private static final long MAX_PARAMETERS = OnnxReader.MAX_BYTES / Float.BYTES;

  private static final Pair ONE = new Pair(1, 1);

  private final LayerGraph.Builder graph = new LayerGraph.Builder();
  private final Map<String, OnnxValue> values = new HashMap<>();
  private final Map<String, Integer> names = new LinkedHashMap<>();
  private final Rearranging rearranging = new Rearranging(this);
  private long parameters;

  private OnnxConverter() {}

  /**
   * A converted network.
   *
   * @param graph without outputs, which are to be chosen
   * @param levels what the file's output is made of
   */
  record Converted(LayerGraph.Builder graph, Levels levels) {}

  /**
   * Converts a whole graph.
   *
   * @param input the name and the extents of its input
   * @throws ModelToolException naming the node that is not understood
   */
  static Converted convert(OnnxModel model, String input, Extents extents) {
    OnnxConverter converter = new OnnxConverter();
    model.constants().forEach((name, tensor) -> converter.values.put(name, new Constant(tensor)));
    converter.values.put(
        input, new Feature(converter.graph.add(input, new Op.Input(extents), List.of())));
    for (int i = 0; i < model.nodes().size(); i++) {
      Node node = model.nodes().get(i);
      Arguments arguments = new Arguments(node, i, converter.values);
      try {
        List<OnnxValue> results = converter.convert(node, arguments);
        if (results.size() != node.outputs().size()) {
          throw arguments.fault(
              "expected %d outputs, found %d".formatted(results.size(), node.outputs().size()));
        }
        for (int output = 0; output < results.size(); output++) {
          converter.values.put(node.outputs().get(output), results.get(output));
        }
      } catch (IllegalArgumentException | ArithmeticException e) {
        throw arguments.fault(e.getMessage());
      }
    }
    if (model.outputs().size() == 1
        && converter.values.get(model.outputs().get(0)) instanceof Levels levels
        && levels.transposed()) {
      return new Converted(converter.graph, levels);
    }
    throw new ModelToolException(
        "expected one output of a line for each cell, (1, cells, planes), as NanoDet-Plus and YOLOX"
            + " have it, found "
            + model.outputs().stream().limit(10).map(Arguments::shown).toList());
  }

  private List<OnnxValue> convert(Node node, Arguments in) {
    if (node.op().equals("Split")) {
      return rearranging.split(in, node.outputs().size());
    }
    return List.of(
        switch (node.op()) {
          case "Conv" -> convolution(in);
          case "LeakyRelu" -> {
            in.allow("alpha");
            yield activation(in, Function.LEAKY_RELU, in.number("alpha", 0.01f));
          }
          case "Relu" -> {
            in.allow();
            yield activation(in, Function.RELU, 0);
          }
          case "Sigmoid" -> {
            in.allow();
            yield new Gate(layer(in, 0));
          }
          case "Mul" -> silu(in);
          case "Add" -> {
            in.allow();
            yield layer("sum", new Op.Sum(), List.of(layer(in, 0), layer(in, 1)));
          }
          case "MaxPool" -> maxPooling(in);
          case "Resize", "Upsample" -> new Resizing(in, node.op()).convert(this);
          case "Constant" -> {
            in.allow("value");
            yield new Constant(
                in.tensor("value").orElseThrow(() -> in.fault("its attribute value is missing")));
          }
          case "Identity" -> {
            in.allow();
            yield in.value(0);
          }
          case "Concat" -> rearranging.concatenation(in);
          case "Slice" -> rearranging.slice(in);
          case "Reshape" -> rearranging.reshape(in);
          case "Transpose" -> rearranging.transpose(in);
          default -> throw in.fault("this operator is not one that can be converted");
        });
  }

  private OnnxValue convolution(Arguments in) {
    in.allow("kernel_shape", "strides", "pads", "dilations", "group", "auto_pad");
    if (!in.pair("dilations", ONE).equals(ONE)) {
      throw in.fault("the attribute dilations: dilated convolutions are not converted");
    }
    Tensor weight = in.constant(1).parameter();
    if (weight.shape().size() != 4) {
      throw in.fault("expected a kernel of 4 axes, found the shape " + weight.shape());
    }
    Pair kernel = new Pair(weight.shape().get(2), weight.shape().get(3));
    if (!in.pair("kernel_shape", kernel).equals(kernel)) {
      throw in.fault("the attribute kernel_shape is another than the shape " + weight.shape());
    }
    parameters += weight.elements();
    if (parameters > MAX_PARAMETERS) {
      throw in.fault("the network has more than " + MAX_PARAMETERS + " parameters");
    }
    Optional<Tensor> bias = in.has(2) ? Optional.of(in.constant(2).parameter()) : Optional.empty();
    Window window = new Window(kernel, in.pair("strides", ONE), in.padding());
    return layer(
        "conv",
        new Op.Convolution(weight, bias, window, in.whole(in.integer("group", 1))),
        List.of(layer(in, 0)));
  }

  private OnnxValue maxPooling(Arguments in) {
    in.allow(
        "kernel_shape", "strides", "pads", "ceil_mode", "dilations", "storage_order", "auto_pad");
    in.expect("ceil_mode", 0L);
    in.expect("storage_order", 0L);
    if (!in.pair("dilations", ONE).equals(ONE)) {
      throw in.fault("the attribute dilations: a dilated pooling is not converted");
    }
    if (in.integers("kernel_shape").isEmpty()) {
      throw in.fault("its attribute kernel_shape is missing");
    }
    Window window = new Window(in.pair("kernel_shape", ONE), in.pair("strides", ONE), in.padding());
    return layer("pool", new Op.MaxPooling(window), List.of(layer(in, 0)));
  }

  private OnnxValue activation(Arguments in, Function function, float slope) {
    return layer(
        function.name().toLowerCase(Locale.ROOT),
        new Op.Activation(function, slope),
        List.of(layer(in, 0)));
  }

  /** A value times its sigmoid, in either order. */
  private OnnxValue silu(Arguments in) {
    in.allow();
    OnnxValue one = in.value(0);
    OnnxValue other = in.value(1);
    if (one instanceof Gate) {
      OnnxValue first = one;
      one = other;
      other = first;
    }
    if (one instanceof Feature feature
        && other instanceof Gate gate
        && feature.layer() == gate.layer()) {
      return layer("silu", new Op.Activation(Function.SILU, 0), List.of(feature.layer()));
    }
    throw in.fault("only a value and its own sigmoid are multiplied");
  }

  /** The layer of an input; a sigmoid that is no part of a SiLU becomes a layer. */
  int layer(Arguments in, int input) {
    OnnxValue value = in.value(input);
    if (value instanceof Feature feature) {
      return feature.layer();
    }
    if (value instanceof Gate gate) {
      return layer("sigmoid", new Op.Activation(Function.SIGMOID, 0), List.of(gate.layer()))
          .layer();
    }
    throw in.fault("its input %d is no tensor of channels, height and width".formatted(input));
  }

  /** Adds a layer. */
  Feature layer(String kind, Op op, List<Integer> inputs) {
    return new Feature(graph.add(kind + names.merge(kind, 1, Integer::sum), op, inputs));
  }

  /** The extents of a layer's result. */
  Extents extents(int layer) {
    return graph.extents(layer);
  }
}
