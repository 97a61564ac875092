package dev.retinagate.modeltools.layers;

import dev.retinagate.modeltools.layers.LayerGraph.Layer;
import dev.retinagate.modeltools.layers.Op.Activation;
import dev.retinagate.modeltools.layers.Op.Convolution;
import dev.retinagate.modeltools.layers.Window.Pair;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleUnaryOperator;

/** Computes a graph of layers in plain Java, as the operators are defined, to compare graphs. */
public final class LayerInterpreter {

  /** A tensor: values by channel, line and column. */
  public static final class Planes {

    private final Extents extents;
    private final double[] values;

    Planes(Extents extents, double[] values) {
      this.extents = extents;
      this.values = values;
    }

    Extents extents() {
      return extents;
    }

    /** The values in place. */
    public double[] values() {
      return values;
    }

    double at(int channel, int y, int x) {
      boolean inside = y >= 0 && x >= 0 && y < extents.height() && x < extents.width();
      return inside ? values[(channel * extents.height() + y) * extents.width() + x] : Double.NaN;
    }
  }

  private interface Cell {
    double value(int channel, int y, int x);
  }

  private LayerInterpreter() {}

  /** The outputs of the graph. */
  public static List<Planes> run(LayerGraph graph, double[] input) {
    List<Planes> results = new ArrayList<>();
    for (Layer layer : graph.layers()) {
      List<Planes> in = layer.inputs().stream().map(results::get).toList();
      results.add(
          layer.op() instanceof Op.Input
              ? new Planes(layer.extents(), input)
              : fill(layer.extents(), cell(layer.op(), in)));
    }
    return graph.outputs().stream().map(results::get).toList();
  }

  private static Planes fill(Extents extents, Cell cell) {
    double[] values = new double[extents.channels() * extents.height() * extents.width()];
    int i = 0;
    for (int channel = 0; channel < extents.channels(); channel++) {
      for (int y = 0; y < extents.height(); y++) {
        for (int x = 0; x < extents.width(); x++) {
          values[i++] = cell.value(channel, y, x);
        }
      }
    }
    return new Planes(extents, values);
  }

  private static Cell cell(Op op, List<Planes> in) {
    Planes first = in.get(0);
    if (op instanceof Convolution convolution) {
      return convolution(convolution, first);
    }
    if (op instanceof Activation activation) {
      DoubleUnaryOperator function = function(activation);
      return (channel, y, x) -> function.applyAsDouble(first.at(channel, y, x));
    }
    if (op instanceof Op.MaxPooling pooling) {
      Window window = pooling.window();
      return (channel, y, x) -> {
        double most = Double.NEGATIVE_INFINITY;
        for (int ky = 0; ky < window.kernel().height(); ky++) {
          for (int kx = 0; kx < window.kernel().width(); kx++) {
            double value =
                first.at(
                    channel,
                    y * window.stride().height() - window.padding().height() + ky,
                    x * window.stride().width() - window.padding().width() + kx);
            most = Double.isNaN(value) ? most : Math.max(most, value);
          }
        }
        return most;
      };
    }
    if (op instanceof Op.Repetition repetition) {
      int factor = repetition.factor();
      return (channel, y, x) -> first.at(channel, y / factor, x / factor);
    }
    if (op instanceof Op.SmoothResize) {
      return (channel, y, x) -> doubled(first, channel, y, x);
    }
    if (op instanceof Op.Sum) {
      return (channel, y, x) -> first.at(channel, y, x) + in.get(1).at(channel, y, x);
    }
    if (op instanceof Op.Concatenation) {
      return (channel, y, x) -> {
        int number = channel;
        int tensor = 0;
        while (number >= in.get(tensor).extents().channels()) {
          number -= in.get(tensor++).extents().channels();
        }
        return in.get(tensor).at(number, y, x);
      };
    }
    if (op instanceof Op.Selection selection) {
      return (channel, y, x) -> first.at(selection.channels().get(channel), y, x);
    }
    if (op instanceof Op.SpaceToDepth squares) {
      int channels = first.extents().channels();
      return (channel, y, x) -> {
        Pair corner = squares.corners().get(channel / channels);
        return first.at(channel % channels, 2 * y + corner.height(), 2 * x + corner.width());
      };
    }
    throw new IllegalArgumentException(op.toString());
  }

  private static Cell convolution(Convolution convolution, Planes in) {
    FloatBuffer weights = convolution.weight().toFloats();
    int depth = convolution.weight().shape().get(1);
    int filtersOfGroup = convolution.filters() / convolution.groups();
    Window window = convolution.window();
    return (filter, y, x) -> {
      double sum = convolution.bias().map(bias -> bias.toFloats().get(filter)).orElse(0f);
      int next = filter * depth * window.kernel().height() * window.kernel().width();
      for (int channel = 0; channel < depth; channel++) {
        for (int ky = 0; ky < window.kernel().height(); ky++) {
          for (int kx = 0; kx < window.kernel().width(); kx++) {
            double value =
                in.at(
                    filter / filtersOfGroup * depth + channel,
                    y * window.stride().height() - window.padding().height() + ky,
                    x * window.stride().width() - window.padding().width() + kx);
            double weight = weights.get(next++);
            sum += Double.isNaN(value) ? 0 : weight * value;
          }
        }
      }
      return sum;
    };
  }

  private static DoubleUnaryOperator function(Activation activation) {
    return switch (activation.function()) {
      case LEAKY_RELU -> x -> x < 0 ? activation.slope() * x : x;
      case RELU -> x -> Math.max(x, 0);
      case SIGMOID -> x -> 1 / (1 + Math.exp(-x));
      case SILU -> x -> x / (1 + Math.exp(-x));
    };
  }

  /** Twice the size, between the centres of cells. */
  private static double doubled(Planes in, int channel, int y, int x) {
    int nearY = y / 2;
    int nearX = x / 2;
    int farY = clamped(y % 2 == 0 ? nearY - 1 : nearY + 1, in.extents().height());
    int farX = clamped(x % 2 == 0 ? nearX - 1 : nearX + 1, in.extents().width());
    return 0.5625 * in.at(channel, nearY, nearX)
        + 0.1875 * (in.at(channel, farY, nearX) + in.at(channel, nearY, farX))
        + 0.0625 * in.at(channel, farY, farX);
  }

  private static int clamped(int index, int extent) {
    return Math.max(0, Math.min(index, extent - 1));
  }
}
