package dev.retinagate.modeltools.layers;

import dev.retinagate.graph.Tensor;
import dev.retinagate.modeltools.layers.Op.Convolution;
import dev.retinagate.modeltools.layers.Window.Pair;
import java.nio.FloatBuffer;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** Convolutions with some of a convolution's filters, or for channels in another order. */
final class Filters {

  /** Weights of a rearrangement, which computes nothing; no network of a known family needs one. */
  private static final int MAX_SELECTING = 1 << 22;

  private Filters() {}

  /** The numbers from 0 on. */
  static List<Integer> range(int count) {
    return IntStream.range(0, count).boxed().toList();
  }

  /** The convolution with these of its filters, in this order. */
  static Convolution chosen(Convolution convolution, List<Integer> filters) {
    if (filters.equals(range(convolution.filters()))) {
      return convolution;
    }
    return new Convolution(
        rows(convolution.weight(), filters),
        convolution.bias().map(bias -> rows(bias, filters)),
        convolution.window(),
        convolution.groups() == 1 ? 1 : filters.size());
  }

  private static Tensor rows(Tensor tensor, List<Integer> rows) {
    FloatBuffer source = tensor.toFloats();
    int length = source.remaining() / tensor.shape().get(0);
    float[] chosen = new float[rows.size() * length];
    for (int row = 0; row < rows.size(); row++) {
      source.get(rows.get(row) * length, chosen, row * length, length);
    }
    return Tensor.of(replaced(tensor.shape(), 0, rows.size()), chosen);
  }

  /**
   * The convolution for other channels.
   *
   * @param sources of each new channel, the old ones that it stands for; none if it is not read
   */
  static Convolution reading(Convolution convolution, List<List<Integer>> sources) {
    Tensor weight = convolution.weight();
    int channels = weight.shape().get(1);
    if (sources.equals(range(channels).stream().map(List::of).toList())) {
      return convolution;
    }
    int filters = convolution.filters();
    int area = weight.shape().get(2) * weight.shape().get(3);
    FloatBuffer old = weight.toFloats();
    float[] values = new float[Math.multiplyExact(filters * area, sources.size())];
    for (int filter = 0; filter < filters; filter++) {
      for (int channel = 0; channel < sources.size(); channel++) {
        for (int source : sources.get(channel)) {
          for (int cell = 0; cell < area; cell++) {
            values[(filter * sources.size() + channel) * area + cell] +=
                old.get((filter * channels + source) * area + cell);
          }
        }
      }
    }
    return new Convolution(
        Tensor.of(replaced(weight.shape(), 1, sources.size()), values),
        convolution.bias(),
        convolution.window(),
        1);
  }

  /** A convolution that only puts channels into another order: exact, since all else is zero. */
  static Convolution selecting(int channels, List<Integer> chosen) {
    if ((long) channels * chosen.size() > MAX_SELECTING) {
      throw new IllegalArgumentException(
          chosen.size() + " of " + channels + " channels cannot be put into another order");
    }
    float[] values = new float[chosen.size() * channels];
    for (int filter = 0; filter < chosen.size(); filter++) {
      values[filter * channels + chosen.get(filter)] = 1;
    }
    return new Convolution(
        Tensor.of(List.of(chosen.size(), channels, 1, 1), values),
        Optional.empty(),
        new Window(new Pair(1, 1), new Pair(1, 1), new Pair(0, 0)),
        1);
  }

  private static List<Integer> replaced(List<Integer> shape, int axis, int extent) {
    return IntStream.range(0, shape.size())
        .mapToObj(i -> i == axis ? Integer.valueOf(extent) : shape.get(i))
        .toList();
  }
}
