package dev.retinagate.model;

import dev.retinagate.graph.RetinaNet;

/**
 * The anchors of keras-retinanet ({@code utils/anchors.py}), and boxes from them. Each is computed
 * when it is needed: a few hundred of a few hundred thousand are.
 *
 * <p>A level's size is four of its strides; each anchor has one of three ratios (height to width)
 * and one of three scales, ratios outermost. Sizes are computed in double and rounded to fp32;
 * everything after that is fp32, as in the original.
 */
final class Anchors {

  /** Corners of a box. */
  static final int SIDES = RetinaNet.BOX_SIDES;

  private static final int STRIDES_A_SIZE = 4;
  private static final double[] RATIOS = {0.5, 1, 2};

  /** Powers of two by thirds, which the original holds in fp32. */
  private static final float[] SCALES = {
    1, (float) Math.pow(2, 1.0 / 3), (float) Math.pow(2, 2.0 / 3)
  };

  /** Keras-retinanet's {@code std} of box deltas. */
  private static final float DELTA = 0.2f;

  private Anchors() {}

  /** The base anchors of a level around the origin, (9, 4): left, top, right, bottom. */
  static float[] base(int stride) {
    float[] base = new float[RetinaNet.ANCHORS * SIDES];
    int next = 0;
    for (double ratio : RATIOS) {
      for (float scale : SCALES) {
        double side = (double) STRIDES_A_SIZE * stride * scale;
        double width = Math.sqrt(side * side / ratio);
        double height = width * ratio;
        base[next++] = (float) (-width / 2);
        base[next++] = (float) (-height / 2);
        base[next++] = (float) (width / 2);
        base[next++] = (float) (height / 2);
      }
    }
    return base;
  }

  /** The centre of a cell, in pixels of the input. */
  static float centre(int cell, int stride) {
    return (cell + 0.5f) * stride;
  }

  /**
   * A side of a box: the anchor's side, moved by a fraction of the anchor's extent. Neither ordered
   * nor clipped.
   *
   * @param side the anchor's own side
   * @param delta the network's answer
   * @param extent the anchor's width for left and right, its height for top and bottom
   */
  static float moved(float side, float delta, float extent) {
    return side + delta * DELTA * extent;
  }
}
