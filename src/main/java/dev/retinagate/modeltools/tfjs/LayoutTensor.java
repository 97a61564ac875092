package dev.retinagate.modeltools.tfjs;

import dev.retinagate.modeltools.ModelToolException;
import dev.retinagate.modeltools.layers.Extents;
import dev.retinagate.modeltools.layers.LayerGraph;
import dev.retinagate.modeltools.layers.Window.Pair;
import java.util.Arrays;
import java.util.List;

/**
 * A tensor of the TensorFlow graph, carried as the layer that computes it in NCHW and the
 * permutation that would make one of the other. Transposes thereby vanish: they change the
 * permutation only.
 *
 * @param layer index of the layer
 * @param nchw its extents
 * @param axes TensorFlow's axis i is NCHW's axis {@code axes.get(i)}
 * @param padding that the next operator has to add: top, bottom, left, right
 * @param fill the padding's value
 */
record LayoutTensor(
    int layer, List<Integer> nchw, List<Integer> axes, List<Integer> padding, Fill fill) {

  /** What a tensor is padded with. An operator of MXNet takes up only its own kind. */
  enum Fill {
    /** As a convolution pads. */
    ZEROS,
    /** As a max pooling pads: lower than any value. */
    LOWEST
  }

  private static final List<Integer> NHWC = List.of(0, 2, 3, 1);
  private static final List<Integer> NO_PADDING = List.of(0, 0, 0, 0);

  /** A tensor in TensorFlow's own order of axes. */
  static LayoutTensor of(int layer, List<Integer> nchw, List<Integer> axes) {
    return new LayoutTensor(layer, nchw, axes, NO_PADDING, Fill.ZEROS);
  }

  /** The same tensor transposed: TensorFlow's new axis i is its old axis {@code permutation[i]}. */
  LayoutTensor transposed(int[] permutation) {
    List<Integer> moved = Arrays.stream(permutation).mapToObj(axes::get).toList();
    return new LayoutTensor(layer, nchw, moved, padding, fill);
  }

  /** The same tensor with padding for the operator that comes next; (rank, 2) before and after. */
  LayoutTensor padded(String operator, int[] paddings, Fill with) {
    if (paddings.length != 2 * axes.size()) {
      throw new ModelToolException(
          operator
              + ": expected padding before and after "
              + axes.size()
              + " axes, found "
              + Arrays.toString(paddings));
    }
    Integer[] byAxis = new Integer[2 * axes.size()];
    for (int i = 0; i < axes.size(); i++) {
      byAxis[2 * axes.get(i)] = paddings[2 * i];
      byAxis[2 * axes.get(i) + 1] = paddings[2 * i + 1];
    }
    List<Integer> all = List.of(byAxis);
    if (!all.subList(0, 4).equals(NO_PADDING)) {
      throw new ModelToolException(
          operator + ": expected padding of height and width only, found " + all);
    }
    return new LayoutTensor(layer, nchw, axes, all.subList(4, 8), with);
  }

  /** The result of a layer that keeps the order of axes. */
  LayoutTensor with(LayerGraph.Builder graph, int result) {
    Extents extents = graph.extents(result);
    return LayoutTensor.of(
        result, List.of(nchw.get(0), extents.channels(), extents.height(), extents.width()), axes);
  }

  /** This tensor, where it must have no padding pending. */
  LayoutTensor unpadded(String consumer) {
    if (!padding.equals(NO_PADDING)) {
      throw new ModelToolException(
          consumer + ": padding is understood only before a convolution or a pooling");
    }
    return this;
  }

  /** This tensor, where TensorFlow must see it as batch, height, width, channels. */
  LayoutTensor channelsLast(String consumer) {
    if (!axes.equals(NHWC)) {
      throw new ModelToolException(
          consumer + ": expected NHWC, found the axes " + axes + " of NCHW");
    }
    return this;
  }

  /** Padding, the same on both sides of an axis. */
  Pair symmetricPadding(String consumer, Fill own) {
    if (fill != own && !padding.equals(NO_PADDING)) {
      throw new ModelToolException(
          consumer + ": expected padding with " + own + ", found it with " + fill);
    }
    if (!padding.get(0).equals(padding.get(1)) || !padding.get(2).equals(padding.get(3))) {
      throw new ModelToolException(
          consumer + ": expected the same padding on both sides, found " + padding);
    }
    return new Pair(padding.get(0), padding.get(2));
  }

  int channels() {
    return nchw.get(1);
  }

  int height() {
    return nchw.get(2);
  }

  int width() {
    return nchw.get(3);
  }
}
