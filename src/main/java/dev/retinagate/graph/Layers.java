package dev.retinagate.graph;

import dev.retinagate.graph.Symbol.Value;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The layers of a convolutional network, built from operators that oneDNN computes in its own
 * layout and fuses. Tracks the extents of each tensor, because TensorFlow's padding depends on
 * them.
 *
 * <p>A layer's parameters are called {@code LAYER_weight} (filters, channels, height, width) and
 * {@code LAYER_bias} (filters); a layer used twice shares them.
 */
final class Layers {

  private final SymbolBuilder symbol = new SymbolBuilder();
  private final Map<String, List<Integer>> parameters = new LinkedHashMap<>();

  /** A tensor (1, channels, height, width) between two layers. */
  record FeatureMap(Value value, int channels, int height, int width) {}

  FeatureMap input(String name, int channels, int height, int width) {
    return new FeatureMap(symbol.variable(name), channels, height, width);
  }

  /** A convolution with bias that pads {@code padding} zeros on all four sides. */
  FeatureMap convolution(
      String layer, FeatureMap in, int filters, int kernel, int stride, int padding) {
    return convolution(layer, layer, in, filters, kernel, stride, padding);
  }

  /** The same under the operator name {@code node}, so that several share a layer's parameters. */
  FeatureMap convolution(
      String node, String layer, FeatureMap in, int filters, int kernel, int stride, int padding) {
    Value weight = parameter(layer + "_weight", List.of(filters, in.channels(), kernel, kernel));
    Value bias = parameter(layer + "_bias", List.of(filters));
    Value out =
        symbol.apply(
            Operators.CONVOLUTION,
            node,
            List.of(in.value(), weight, bias),
            "kernel",
            pair(kernel, kernel),
            "stride",
            pair(stride, stride),
            "pad",
            pair(padding, padding),
            "num_filter",
            Integer.toString(filters));
    return new FeatureMap(
        out,
        filters,
        (in.height() + 2 * padding - kernel) / stride + 1,
        (in.width() + 2 * padding - kernel) / stride + 1);
  }

  /** A convolution of stride 2, padded as TensorFlow's {@code same} does: unevenly if need be. */
  FeatureMap halvingConvolution(String layer, FeatureMap in, int filters, int kernel) {
    int top = sameBefore(in.height(), kernel);
    int left = sameBefore(in.width(), kernel);
    int bottom = sameAfter(in.height(), kernel);
    int right = sameAfter(in.width(), kernel);
    if (top == bottom && left == right && top == left) {
      return convolution(layer, in, filters, kernel, 2, top);
    }
    FeatureMap padded = pad("padding_" + layer, in, top, bottom, left, right);
    return convolution(layer, padded, filters, kernel, 2, 0);
  }

  /**
   * Max pooling of kernel 3 and stride 2, in TensorFlow's same padding, of values that are not
   * negative. An odd axis is padded on both sides, an even axis on neither, and the last window may
   * reach over the edge ({@code full}): the result is the same, without an operator that pads.
   */
  FeatureMap maxPool(String name, FeatureMap in) {
    if (in.height() == 2 || in.width() == 2) {
      // The window must fit into the tensor; where values are not negative, a zero changes nothing.
      int bottom = in.height() == 2 ? 1 : 0;
      int right = in.width() == 2 ? 1 : 0;
      return maxPool(name, pad("padding_" + name, in, 0, bottom, 0, right));
    }
    Value out =
        symbol.apply(
            Operators.POOLING,
            name,
            List.of(in.value()),
            "kernel",
            pair(3, 3),
            "stride",
            pair(2, 2),
            "pad",
            pair(in.height() % 2, in.width() % 2),
            "pool_type",
            "max",
            "pooling_convention",
            "full");
    return new FeatureMap(out, in.channels(), half(in.height()), half(in.width()));
  }

  FeatureMap relu(String name, FeatureMap in) {
    return with(
        in, symbol.apply(Operators.ACTIVATION, name, List.of(in.value()), "act_type", "relu"));
  }

  /** The sum; fuses into the convolution that made {@code convolved}. */
  FeatureMap add(String name, FeatureMap convolved, FeatureMap other) {
    return with(
        convolved, symbol.apply(Operators.SUM, name, List.of(convolved.value(), other.value())));
  }

  /** Repeats each cell four times, without the last row or column where {@code like} is odd. */
  FeatureMap upsampleLike(String name, FeatureMap in, FeatureMap like) {
    Value out =
        symbol.apply(
            Operators.REPETITION,
            name,
            List.of(in.value()),
            "scale",
            "2",
            "sample_type",
            "nearest",
            "num_args",
            "1");
    if (like.height() % 2 == 1) {
      out = dropLast(name + "_rows", out, 2);
    }
    if (like.width() % 2 == 1) {
      out = dropLast(name + "_columns", out, 3);
    }
    return new FeatureMap(out, in.channels(), like.height(), like.width());
  }

  /** The finished graph. */
  Symbol build(List<FeatureMap> heads) {
    return symbol.build(heads.stream().map(FeatureMap::value).toList());
  }

  /** The shapes of the parameters of all layers so far, by name, in the order of first use. */
  Map<String, List<Integer>> parameters() {
    return new LinkedHashMap<>(parameters);
  }

  /** The extent after a layer of stride 2. */
  static int half(int extent) {
    return (extent + 1) / 2;
  }

  /** Zeros that {@code same} puts before an axis at stride 2: the smaller half. */
  static int sameBefore(int extent, int kernel) {
    return sameTotal(extent, kernel) / 2;
  }

  /** Zeros that {@code same} puts behind an axis at stride 2: the larger half. */
  static int sameAfter(int extent, int kernel) {
    return sameTotal(extent, kernel) - sameBefore(extent, kernel);
  }

  private static int sameTotal(int extent, int kernel) {
    return Math.max((half(extent) - 1) * 2 + kernel - extent, 0);
  }

  private FeatureMap pad(String name, FeatureMap in, int top, int bottom, int left, int right) {
    Value out =
        symbol.apply(
            Operators.PADDING,
            name,
            List.of(in.value()),
            "mode",
            "constant",
            "constant_value",
            "0",
            "pad_width",
            "(0, 0, 0, 0, %d, %d, %d, %d)".formatted(top, bottom, left, right));
    return new FeatureMap(
        out, in.channels(), in.height() + top + bottom, in.width() + left + right);
  }

  private Value dropLast(String name, Value in, int axis) {
    return symbol.apply(
        Operators.SLICE,
        name,
        List.of(in),
        "axis",
        Integer.toString(axis),
        "begin",
        "0",
        "end",
        "-1");
  }

  private Value parameter(String name, List<Integer> shape) {
    List<Integer> known = parameters.putIfAbsent(name, shape);
    if (known != null && !known.equals(shape)) {
      throw new IllegalArgumentException(name + " is " + known + " and cannot be " + shape);
    }
    return symbol.variable(name);
  }

  private static FeatureMap with(FeatureMap map, Value value) {
    return new FeatureMap(value, map.channels(), map.height(), map.width());
  }

  private static String pair(int first, int second) {
    return "(" + first + ", " + second + ")";
  }
}
