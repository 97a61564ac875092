package dev.retinagate.modeltools.tfjs;

import dev.retinagate.graph.Tensor;
import dev.retinagate.modeltools.ModelToolException;
import dev.retinagate.modeltools.layers.Extents;
import dev.retinagate.modeltools.layers.LayerGraph;
import dev.retinagate.modeltools.layers.Op;
import dev.retinagate.modeltools.layers.Op.Activation.Function;
import dev.retinagate.modeltools.layers.SymbolWriter;
import dev.retinagate.modeltools.layers.SymbolWriter.Network;
import dev.retinagate.modeltools.layers.Window;
import dev.retinagate.modeltools.layers.Window.Pair;
import dev.retinagate.modeltools.tfjs.LayoutTensor.Fill;
import dev.retinagate.modeltools.tfjs.TfjsGraph.Constant;
import dev.retinagate.modeltools.tfjs.TfjsGraph.Node;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Turns the operators of a TensorFlow.js graph into layers, starting from the tensors that are
 * wanted. Operators are visited depth first and named in that order, so the same file always gives
 * the same symbol.
 *
 * <p>Convolutions take up the padding before and the bias after them. A bilinear resize to half the
 * size with half-pixel centres is the mean of 2×2 pixels. One file, however long: one method for
 * each operator, all on the same state of the graph that is being made.
 */
final class TfjsConverter {

  private static final int KERNEL_AXES = 4;

  private final TfjsGraph graph;
  private final String inputName;
  private final LayerGraph.Builder builder = new LayerGraph.Builder();
  private final Map<String, LayoutTensor> done = new HashMap<>();
  private int convolutions;

  TfjsConverter(TfjsGraph graph, String inputName) {
    this.graph = graph;
    this.inputName = inputName;
  }

  /** The finished network. */
  Network build(List<LayoutTensor> heads) {
    return SymbolWriter.write(
        builder.build(heads.stream().map(LayoutTensor::layer).toList()), inputName);
  }

  /** The tensor of this name; converts all that it depends on. */
  LayoutTensor convert(String reference) {
    LayoutTensor known = done.get(reference);
    if (known == null) {
      Node node = graph.node(reference);
      try {
        known = convert(node);
      } catch (IllegalArgumentException e) {
        throw new ModelToolException(node.name() + ": " + e.getMessage(), e);
      }
      done.put(reference, known);
    }
    return known;
  }

  private LayoutTensor convert(Node node) {
    return switch (node.op()) {
      case "Placeholder" -> placeholder();
      case "Identity" -> convert(node.inputs().get(0));
      case "Transpose" -> {
        LayoutTensor input = convert(node.inputs().get(0));
        yield input.transposed(graph.integers(node, 1));
      }
      case "Pad" -> padding(node, Fill.ZEROS);
      case "PadV2" -> maxPoolPadding(node);
      case "Conv2D" -> convolution(node, null);
      case "Add", "AddV2" -> addition(node);
      case "MaxPool" -> maxPooling(node);
      case "LeakyRelu" -> leakyRelu(node);
      case "ConcatV2" -> concatenation(node);
      case "ResizeBilinear" -> bilinearResize(node);
      default ->
          throw new ModelToolException(
              node.name() + ": operator " + node.op() + " is not one that can be converted");
    };
  }

  private LayoutTensor placeholder() {
    List<Integer> shape = graph.inputShape();
    Extents extents = new Extents(shape.get(1), shape.get(2), shape.get(3));
    int layer = builder.add(inputName, new Op.Input(extents), List.of());
    return LayoutTensor.of(layer, shape, List.of(0, 1, 2, 3));
  }

  /** A pooling's maximum ignores its padding only if the padding is lower than any value. */
  private LayoutTensor maxPoolPadding(Node node) {
    float value = scalar(node, graph.constant(node, 2));
    if (value > -1e4f) {
      throw new ModelToolException(
          node.name() + ": expected padding with the lowest float, found " + value);
    }
    return padding(node, Fill.LOWEST);
  }

  private LayoutTensor padding(Node node, Fill fill) {
    return convert(node.inputs().get(0))
        .unpadded(node.name())
        .padded(node.name(), graph.integers(node, 1), fill);
  }

  private LayoutTensor convolution(Node node, Constant bias) {
    requireValid(node);
    LayoutTensor input = convert(node.inputs().get(0)).channelsLast(node.name());
    Constant kernel = graph.constant(node, 1);
    if (!kernel.half() || kernel.shape().size() != KERNEL_AXES) {
      throw new ModelToolException(
          node.name() + ": expected a float16 kernel HWIO, found the shape " + kernel.shape());
    }
    int[] strides = node.integers("strides");
    if (Arrays.stream(node.integers("dilations")).anyMatch(dilation -> dilation != 1)) {
      throw new ModelToolException(node.name() + ": dilated convolutions are not converted");
    }
    int height = kernel.shape().get(0);
    int width = kernel.shape().get(1);
    int filters = kernel.shape().get(3);
    if (kernel.shape().get(2) != input.channels()) {
      throw new ModelToolException(
          node.name()
              + ": expected a kernel for "
              + input.channels()
              + " channels, found "
              + kernel.shape());
    }
    if (bias != null && (!bias.half() || !bias.shape().equals(List.of(filters)))) {
      throw new ModelToolException(
          node.name() + ": expected " + filters + " float16 biases, found " + bias.shape());
    }
    Optional<Tensor> biases =
        Optional.ofNullable(bias)
            .map(constant -> new Tensor(constant.shape(), Tensor.Type.FP16, constant.data()));
    Window window =
        new Window(
            new Pair(height, width),
            new Pair(strides[1], strides[2]),
            input.symmetricPadding(node.name(), Fill.ZEROS));
    return input.with(
        builder,
        builder.add(
            "conv" + convolutions++,
            new Op.Convolution(transposedKernel(kernel), biases, window, 1),
            input.layer()));
  }

  /** HWIO, as TensorFlow keeps kernels, to OIHW. */
  private static Tensor transposedKernel(Constant kernel) {
    int height = kernel.shape().get(0);
    int width = kernel.shape().get(1);
    int in = kernel.shape().get(2);
    int out = kernel.shape().get(3);
    ByteBuffer source = kernel.data().duplicate().order(ByteOrder.LITTLE_ENDIAN);
    ByteBuffer target = ByteBuffer.allocate(source.remaining()).order(ByteOrder.LITTLE_ENDIAN);
    for (int o = 0; o < out; o++) {
      for (int i = 0; i < in; i++) {
        for (int hw = 0; hw < height * width; hw++) {
          target.putShort(source.getShort(((hw * in + i) * out + o) * Short.BYTES));
        }
      }
    }
    return new Tensor(List.of(out, in, height, width), Tensor.Type.FP16, target.flip());
  }

  private LayoutTensor addition(Node node) {
    String second = node.inputs().get(1);
    if (graph.isConstant(second)) {
      Node first = graph.node(node.inputs().get(0));
      if (!first.op().equals("Conv2D")) {
        throw new ModelToolException(
            node.name()
                + ": a constant is expected to be added to a convolution, found "
                + first.op());
      }
      return convolution(first, graph.constant(node, 1));
    }
    LayoutTensor a = convert(node.inputs().get(0)).unpadded(node.name());
    LayoutTensor b = convert(second).unpadded(node.name());
    if (!a.nchw().equals(b.nchw()) || !a.axes().equals(b.axes())) {
      throw new ModelToolException(
          node.name() + ": expected equal shapes, found " + a.nchw() + " and " + b.nchw());
    }
    return a.with(
        builder, builder.add(mxnetName(node), new Op.Sum(), List.of(a.layer(), b.layer())));
  }

  private LayoutTensor maxPooling(Node node) {
    requireValid(node);
    LayoutTensor input = convert(node.inputs().get(0)).channelsLast(node.name());
    int[] kernel = node.integers("ksize");
    int[] strides = node.integers("strides");
    Window window =
        new Window(
            new Pair(kernel[1], kernel[2]),
            new Pair(strides[1], strides[2]),
            input.symmetricPadding(node.name(), Fill.LOWEST));
    return input.with(
        builder, builder.add(mxnetName(node), new Op.MaxPooling(window), input.layer()));
  }

  private LayoutTensor leakyRelu(Node node) {
    LayoutTensor input = convert(node.inputs().get(0)).unpadded(node.name());
    float slope = node.attributes().path("alpha").path("f").floatValue();
    return input.with(
        builder,
        builder.add(mxnetName(node), new Op.Activation(Function.LEAKY_RELU, slope), input.layer()));
  }

  private LayoutTensor concatenation(Node node) {
    int last = node.inputs().size() - 1;
    List<LayoutTensor> inputs =
        node.inputs().subList(0, last).stream()
            .map(reference -> convert(reference).unpadded(node.name()))
            .toList();
    LayoutTensor first = inputs.get(0);
    if (first.axes().get(graph.integers(node, last)[0]) != 1) {
      throw new ModelToolException(node.name() + ": only channels are expected to be concatenated");
    }
    return first.with(
        builder,
        builder.add(
            mxnetName(node),
            new Op.Concatenation(),
            inputs.stream().map(LayoutTensor::layer).toList()));
  }

  private LayoutTensor bilinearResize(Node node) {
    LayoutTensor input =
        convert(node.inputs().get(0)).unpadded(node.name()).channelsLast(node.name());
    if (!node.attributes().path("half_pixel_centers").path("b").asBoolean()) {
      throw new ModelToolException(node.name() + ": only half-pixel centres are converted");
    }
    int[] size = graph.integers(node, 1);
    boolean halves = size[0] * 2 == input.height() && size[1] * 2 == input.width();
    Op resize =
        halves ? new Op.AveragePooling(new Pair(2, 2)) : new Op.SmoothResize(size[0], size[1]);
    return input.with(builder, builder.add(mxnetName(node), resize, input.layer()));
  }

  private static float scalar(Node node, Constant constant) {
    if (!constant.half() || !constant.data().hasRemaining()) {
      throw new ModelToolException(node.name() + ": expected a float16 to pad with");
    }
    return new Tensor(constant.shape(), Tensor.Type.FP16, constant.data()).toFloats().get(0);
  }

  private static void requireValid(Node node) {
    if (!node.text("padding").equals("VALID") || !node.text("data_format").equals("NHWC")) {
      throw new ModelToolException(
          node.name()
              + ": expected VALID padding and NHWC, found "
              + node.text("padding")
              + " and "
              + node.text("data_format"));
    }
  }

  private static String mxnetName(Node node) {
    return node.name().substring(node.name().indexOf('/') + 1).replace('/', '_');
  }
}
