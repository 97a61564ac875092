package dev.retinagate.graph;

import dev.retinagate.graph.Int8Plan.Range;
import dev.retinagate.graph.Layers.FeatureMap;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * RetinaNet (Lin et al. 2017) as keras-retinanet builds it: a ResNet, a feature pyramid of five
 * levels, and two subnets that all levels share. The outputs are those of the last convolutions:
 * the decoder computes sigmoid, anchors and boxes.
 *
 * <p>Layer names are those of Keras, by which its weights are found. They do not depend on the
 * input's size, although the symbol does: TensorFlow pads by the parity of each extent.
 *
 * @param backbone the ResNet
 * @param classes number of classes
 * @param conv1Padding of the first convolution
 */
public record RetinaNet(ResNet backbone, int classes, ResNet.Conv1Padding conv1Padding) {

  /** Name of the network's input. */
  public static final String INPUT = "data";

  /** Anchors a cell: three ratios by three scales. */
  public static final int ANCHORS = 9;

  /** Deltas an anchor: left, top, right, bottom. */
  public static final int BOX_SIDES = 4;

  /** Levels of the pyramid, P3 to P7. */
  public static final int LEVELS = 5;

  /** Channels of every level. */
  public static final int PYRAMID_CHANNELS = FeaturePyramid.FILTERS;

  /** Pixels of a cell of P3; each level doubles it. */
  public static final int FIRST_STRIDE = 8;

  /** The classification subnet's name: of its output layer, and the prefix of its other layers. */
  public static final String CLASSIFICATION = "pyramid_classification";

  /** The regression subnet's name. */
  public static final String REGRESSION = "pyramid_regression";

  /** Convolutions of a subnet before its output. */
  public static final int SUBNET_DEPTH = 4;

  private static final int IMAGE_CHANNELS = 3;
  private static final int FIRST_LEVEL = 3;

  /**
   * The network for an input of this size.
   *
   * @return outputs: for P3 to P7 the class logits (1, anchors × classes, height, width), then for
   *     P3 to P7 the box deltas (1, anchors × sides, height, width)
   */
  public Symbol symbol(int height, int width) {
    Layers layers = new Layers();
    return layers.build(heads(layers, height, width));
  }

  /**
   * The network without the regression subnet, which the caller may run on parts of the levels
   * only.
   *
   * @return outputs: for P3 to P7 the class logits, then P3 to P7 themselves, (1, {@value
   *     #PYRAMID_CHANNELS}, height, width)
   */
  public Symbol classSymbol(int height, int width) {
    Layers layers = new Layers();
    List<FeatureMap> pyramid = pyramid(layers, height, width);
    List<FeatureMap> outputs = new ArrayList<>();
    outputs.addAll(subnet(layers, pyramid, CLASSIFICATION, ANCHORS * classes));
    outputs.addAll(pyramid);
    return layers.build(outputs);
  }

  /**
   * The regression subnet alone, for a level or a part of one: its input is (1, {@value
   * #PYRAMID_CHANNELS}, height, width) of any size, its one output the box deltas.
   */
  public static Symbol boxSymbol() {
    Layers layers = new Layers();
    FeatureMap level = layers.input(INPUT, PYRAMID_CHANNELS, 1, 1);
    return layers.build(subnet(layers, List.of(level), REGRESSION, ANCHORS * BOX_SIDES));
  }

  /**
   * The plan of {@link #boxSymbol}, from the plan of {@link #symbol}: the box subnet serves all
   * levels, so each range includes the ranges of all levels.
   */
  public static Int8Plan boxPlan(Int8Plan whole) {
    Map<String, Range> ranges = new LinkedHashMap<>();
    List<String> excluded = new ArrayList<>();
    for (int level = FIRST_LEVEL; level < FIRST_LEVEL + LEVELS; level++) {
      String prefix = level(level) + "_" + REGRESSION;
      whole
          .ranges()
          .forEach(
              (name, range) -> {
                if (name.startsWith(prefix)) {
                  String atFirst = level(FIRST_LEVEL) + name.substring(level(FIRST_LEVEL).length());
                  ranges.merge(atFirst, range, Range::hull);
                }
              });
      Range input = whole.ranges().get(level(level));
      if (input != null) {
        ranges.merge(INPUT, input, Range::hull);
      }
      for (String node : whole.excluded()) {
        if (node.startsWith(prefix)) {
          excluded.add(level(FIRST_LEVEL) + node.substring(level(FIRST_LEVEL).length()));
        }
      }
    }
    return new Int8Plan(ranges, excluded.stream().distinct().toList());
  }

  private static String level(int number) {
    return "P" + number;
  }

  /** The shapes of all parameters by name, in the order of the layers. */
  public Map<String, List<Integer>> parameters() {
    Layers layers = new Layers();
    heads(layers, 1, 1);
    return layers.parameters();
  }

  private List<FeatureMap> heads(Layers layers, int height, int width) {
    List<FeatureMap> pyramid = pyramid(layers, height, width);
    List<FeatureMap> heads = new ArrayList<>();
    heads.addAll(subnet(layers, pyramid, CLASSIFICATION, ANCHORS * classes));
    heads.addAll(subnet(layers, pyramid, REGRESSION, ANCHORS * BOX_SIDES));
    return heads;
  }

  private List<FeatureMap> pyramid(Layers layers, int height, int width) {
    FeatureMap image = layers.input(INPUT, IMAGE_CHANNELS, height, width);
    List<FeatureMap> taps = backbone.build(layers, image, conv1Padding);
    return FeaturePyramid.build(layers, taps.get(0), taps.get(1), taps.get(2));
  }

  /** Applies the subnet to each level. */
  private static List<FeatureMap> subnet(
      Layers layers, List<FeatureMap> pyramid, String name, int outputs) {
    List<FeatureMap> heads = new ArrayList<>();
    for (int i = 0; i < pyramid.size(); i++) {
      FeatureMap map = pyramid.get(i);
      String level = level(FIRST_LEVEL + i) + "_";
      for (int depth = 0; depth < SUBNET_DEPTH; depth++) {
        String layer = name + "_" + depth;
        map = layers.convolution(level + layer, layer, map, FeaturePyramid.FILTERS, 3, 1, 1);
        map = layers.relu(level + layer + "_relu", map);
      }
      heads.add(layers.convolution(level + name, name, map, outputs, 3, 1, 1));
    }
    return heads;
  }
}
