package dev.retinagate.graph;

import dev.retinagate.graph.Layers.FeatureMap;
import java.util.List;

/**
 * A feature pyramid (Lin et al. 2016) as keras-retinanet builds it: levels are summed top down
 * before they are smoothed, P6 is computed from C5, and only the path from P6 to P7 has a
 * rectifier.
 */
final class FeaturePyramid {

  /** Channels of every level. */
  static final int FILTERS = 256;

  private FeaturePyramid() {}

  /** P3 to P7. */
  static List<FeatureMap> build(Layers layers, FeatureMap c3, FeatureMap c4, FeatureMap c5) {
    FeatureMap top5 = reduced(layers, "C5_reduced", c5);
    FeatureMap top4 = merged(layers, 4, c4, layers.upsampleLike("P5_upsampled", top5, c4));
    FeatureMap top3 = merged(layers, 3, c3, layers.upsampleLike("P4_upsampled", top4, c3));
    FeatureMap p6 = layers.halvingConvolution("P6", c5, FILTERS, 3);
    FeatureMap p7 = layers.halvingConvolution("P7", layers.relu("C6_relu", p6), FILTERS, 3);
    return List.of(
        smoothed(layers, "P3", top3),
        smoothed(layers, "P4", top4),
        smoothed(layers, "P5", top5),
        p6,
        p7);
  }

  private static FeatureMap reduced(Layers layers, String name, FeatureMap tap) {
    return layers.convolution(name, tap, FILTERS, 1, 1, 0);
  }

  private static FeatureMap merged(Layers layers, int level, FeatureMap tap, FeatureMap above) {
    FeatureMap reduced = reduced(layers, "C" + level + "_reduced", tap);
    return layers.add("P" + level + "_merged", reduced, above);
  }

  private static FeatureMap smoothed(Layers layers, String name, FeatureMap merged) {
    return layers.convolution(name, merged, FILTERS, 3, 1, 1);
  }
}
