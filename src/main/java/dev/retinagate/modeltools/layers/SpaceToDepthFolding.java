package dev.retinagate.modeltools.layers;

import dev.retinagate.graph.Tensor;
import dev.retinagate.modeltools.layers.LayerGraph.Layer;
import dev.retinagate.modeltools.layers.Op.Convolution;
import dev.retinagate.modeltools.layers.Op.SpaceToDepth;
import dev.retinagate.modeltools.layers.Window.Pair;
import java.nio.FloatBuffer;
import java.util.List;

/**
 * Takes {@link SpaceToDepth} away: a convolution of k × k cells that each hold the 2 × 2 cells of a
 * square is one of 2k × 2k cells with stride 2, of the same weights in other places.
 */
public final class SpaceToDepthFolding {

  private SpaceToDepthFolding() {}

  /**
   * The same network without such a layer.
   *
   * @throws IllegalArgumentException naming a layer that reads one and is no convolution
   */
  public static LayerGraph apply(LayerGraph graph) {
    LayerGraph.Builder folded = new LayerGraph.Builder();
    int[] moved = new int[graph.layers().size()];
    for (int i = 0; i < moved.length; i++) {
      Layer layer = graph.layers().get(i);
      if (layer.op() instanceof SpaceToDepth) {
        continue;
      }
      Op op = layer.op();
      List<Integer> inputs = layer.inputs();
      if (inputs.stream().anyMatch(input -> squares(graph, input) != null)) {
        SpaceToDepth squares = squares(graph, inputs.get(0));
        if (!(op instanceof Convolution convolution) || !fits(convolution)) {
          throw new IllegalArgumentException(
              layer.name()
                  + ": four pictures of every second pixel are expected only before a convolution"
                  + " of stride 1 and one group");
        }
        int channels = graph.layers().get(inputs.get(0)).extents().channels();
        op = widened(convolution, squares.corners(), channels / squares.corners().size());
        inputs = graph.layers().get(inputs.get(0)).inputs();
      }
      moved[i] = folded.add(layer.name(), op, inputs.stream().map(in -> moved[in]).toList());
    }
    for (int output : graph.outputs()) {
      if (squares(graph, output) != null) {
        throw new IllegalArgumentException("an output is made of pictures of every second pixel");
      }
    }
    return folded.build(graph.outputs().stream().map(output -> moved[output]).toList());
  }

  private static SpaceToDepth squares(LayerGraph graph, int layer) {
    return graph.layers().get(layer).op() instanceof SpaceToDepth squares ? squares : null;
  }

  private static boolean fits(Convolution convolution) {
    return convolution.groups() == 1 && convolution.window().stride().equals(new Pair(1, 1));
  }

  /** Weights (filters, 4 × channels, k, k) to (filters, channels, 2k, 2k). */
  private static Convolution widened(Convolution convolution, List<Pair> corners, int channels) {
    Window window = convolution.window();
    int height = window.kernel().height();
    int width = window.kernel().width();
    int side = SpaceToDepth.SIDE;
    FloatBuffer weights = convolution.weight().toFloats();
    float[] wide = new float[weights.remaining()];
    int from = 0;
    for (int filter = 0; filter < convolution.filters(); filter++) {
      for (Pair corner : corners) {
        for (int channel = 0; channel < channels; channel++) {
          for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
              int line = (filter * channels + channel) * side * height + side * y + corner.height();
              wide[line * side * width + side * x + corner.width()] = weights.get(from++);
            }
          }
        }
      }
    }
    return new Convolution(
        Tensor.of(List.of(convolution.filters(), channels, side * height, side * width), wide),
        convolution.bias(),
        new Window(doubled(window.kernel()), new Pair(side, side), doubled(window.padding())),
        1);
  }

  private static Pair doubled(Pair pair) {
    return new Pair(SpaceToDepth.SIDE * pair.height(), SpaceToDepth.SIDE * pair.width());
  }
}
