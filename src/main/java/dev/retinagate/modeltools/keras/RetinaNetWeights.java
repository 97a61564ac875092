package dev.retinagate.modeltools.keras;

import dev.retinagate.graph.ResNet;
import dev.retinagate.graph.RetinaNet;
import dev.retinagate.graph.Tensor;
import dev.retinagate.modeltools.keras.KerasFile.Array;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A RetinaNet's arrays in a Keras file, checked and turned into MXNet's parameters: kernels from
 * (height, width, in, out) to (out, in, height, width), and each batch normalisation folded into
 * the convolution before it.
 *
 * <p>Arrays are taken by their order within a layer; their names need not be the layer's.
 */
final class RetinaNetWeights {

  private static final String WEIGHT = "_weight";
  private static final String BIAS = "_bias";
  private static final String CLASSIFICATION_SUBMODEL = "classification_submodel";
  private static final String REGRESSION_SUBMODEL = "regression_submodel";

  /** Some versions keep a level's base anchors as a weight. */
  private static final String ANCHORS = "anchors";

  /** Both subnets' layers start with it. */
  private static final String SUBNETS = "pyramid";

  /** Names of the residual blocks' convolutions start with it. */
  private static final String BLOCKS = "res";

  private static final String CONV1 = "conv1";

  /** Gamma, beta, moving mean and moving variance. */
  private static final int STATISTICS = 4;

  /** Of a foreign file, in its refusal. */
  private static final int MAX_NAMED_LAYERS = 5;

  private static final int SUBNET_ARRAYS = 2 * (RetinaNet.SUBNET_DEPTH + 1);

  private final KerasFile file;
  private final KerasConfig config;
  private final RetinaNet network;
  private final Set<String> used = new HashSet<>();

  RetinaNetWeights(KerasFile file, KerasConfig config, RetinaNet network) {
    this.file = file;
    this.config = config;
    this.network = network;
  }

  /** The ResNet whose blocks agree best with the file's. */
  static ResNet backbone(KerasFile file) {
    Set<String> found = new HashSet<>(file.layers());
    if (!found.contains("C5_reduced") || !found.contains(CLASSIFICATION_SUBMODEL)) {
      throw file.failure(
          "expected the layers of keras-retinanet on ResNet 50, 101 or 152 (conv1, res2a_branch2a,"
              + " C5_reduced, classification_submodel and so on), found "
              + file.layers().stream().limit(MAX_NAMED_LAYERS).toList()
              + (file.layers().size() > MAX_NAMED_LAYERS
                  ? " and " + (file.layers().size() - MAX_NAMED_LAYERS) + " more"
                  : ""));
    }
    return Arrays.stream(ResNet.values())
        .min(Comparator.comparingLong(candidate -> differences(candidate, found)))
        .orElseThrow();
  }

  private static long differences(ResNet candidate, Set<String> found) {
    Set<String> expected = new HashSet<>();
    candidate.blockNames().forEach(block -> expected.add("res" + block + "_branch2a"));
    long missing = expected.stream().filter(layer -> !found.contains(layer)).count();
    long foreign =
        found.stream()
            .filter(layer -> layer.endsWith("_branch2a") && layer.startsWith("res"))
            .filter(layer -> !expected.contains(layer))
            .count();
    return missing + foreign;
  }

  /** The number of classes, from the classification subnet. */
  static int classes(KerasFile file) {
    List<Array> arrays = file.arrays(CLASSIFICATION_SUBMODEL);
    requireCount(file, CLASSIFICATION_SUBMODEL, arrays, SUBNET_ARRAYS);
    Array last = arrays.get(SUBNET_ARRAYS - 1);
    int outputs = last.shape().size() == 1 ? last.shape().get(0) : 0;
    if (outputs == 0 || outputs % RetinaNet.ANCHORS != 0) {
      throw file.failure(
          last.place()
              + ": expected 9 anchors × the number of classes, found the shape "
              + last.shape());
    }
    return outputs / RetinaNet.ANCHORS;
  }

  /**
   * All parameters of the network by name. Checks the whole structure before it reads a value.
   *
   * @throws dev.retinagate.modeltools.ModelToolException if an array is missing, too many, of
   *     another shape, or holds NaN or infinity
   */
  Map<String, Tensor> parameters() {
    Map<String, List<Integer>> shapes = network.parameters();
    List<Source> sources = new ArrayList<>();
    for (String name : shapes.keySet()) {
      String layer = name.substring(0, name.lastIndexOf('_'));
      if (name.endsWith(WEIGHT) && !layer.startsWith(SUBNETS)) {
        sources.add(source(layer, shapes.get(name)));
      }
    }
    addSubnet(CLASSIFICATION_SUBMODEL, RetinaNet.CLASSIFICATION, shapes, sources);
    addSubnet(REGRESSION_SUBMODEL, RetinaNet.REGRESSION, shapes, sources);
    requireNothingElse();
    Map<String, Tensor> parameters = new LinkedHashMap<>();
    sources.forEach(source -> read(source, parameters));
    return parameters;
  }

  /**
   * The arrays of the file that become a layer's parameters.
   *
   * @param layer of ours
   * @param shape of its weight: (out, in, height, width)
   * @param normalisation the layer whose statistics {@code others} are, or empty
   * @param others the bias, or the four arrays of a batch normalisation
   */
  private record Source(
      String layer,
      List<Integer> shape,
      Array kernel,
      Optional<String> normalisation,
      List<Array> others) {}

  private Source source(String layer, List<Integer> shape) {
    boolean normalised = layer.equals(CONV1) || layer.startsWith(BLOCKS);
    if (!normalised) {
      List<Array> arrays = arrays(layer, 2);
      return checked(
          new Source(layer, shape, arrays.get(0), Optional.empty(), arrays.subList(1, 2)));
    }
    String normalisation =
        layer.equals(CONV1) ? "bn_conv1" : "bn" + layer.substring(BLOCKS.length());
    return checked(
        new Source(
            layer,
            shape,
            arrays(layer, 1).get(0),
            Optional.of(normalisation),
            arrays(normalisation, STATISTICS)));
  }

  private void addSubnet(
      String submodel, String name, Map<String, List<Integer>> shapes, List<Source> sources) {
    List<Array> arrays = arrays(submodel, SUBNET_ARRAYS);
    for (int depth = 0; depth <= RetinaNet.SUBNET_DEPTH; depth++) {
      String layer = depth == RetinaNet.SUBNET_DEPTH ? name : name + "_" + depth;
      sources.add(
          checked(
              new Source(
                  layer,
                  shapes.get(layer + WEIGHT),
                  arrays.get(2 * depth),
                  Optional.empty(),
                  arrays.subList(2 * depth + 1, 2 * depth + 2))));
    }
  }

  private Source checked(Source source) {
    List<Integer> shape = source.shape();
    // Keras' order: (height, width, in, out)
    requireShape(source.kernel(), List.of(shape.get(2), shape.get(3), shape.get(1), shape.get(0)));
    source.others().forEach(array -> requireShape(array, shape.subList(0, 1)));
    return source;
  }

  private void read(Source source, Map<String, Tensor> parameters) {
    FloatBuffer kernel = numbers(source.kernel());
    List<FloatBuffer> others = source.others().stream().map(this::numbers).toList();
    double[] scale = new double[source.shape().get(0)];
    float[] bias = others.get(0).array();
    Arrays.fill(scale, 1);
    if (source.normalisation().isPresent()) {
      String layer = source.normalisation().get();
      Folding folding =
          new Folding(
              others.get(0), others.get(1), others.get(2), others.get(3), config.epsilon(layer));
      if (!folding.isFinite()) {
        throw file.failure(
            "layer " + layer + ": expected a positive variance in each channel, found another");
      }
      scale = folding.scale();
      bias = folding.bias();
    }
    parameters.put(source.layer() + WEIGHT, Folding.weights(kernel, source.shape(), scale));
    parameters.put(source.layer() + BIAS, Tensor.of(source.shape().subList(0, 1), bias));
  }

  private FloatBuffer numbers(Array array) {
    FloatBuffer values = array.values();
    for (int i = 0; i < values.capacity(); i++) {
      if (!Float.isFinite(values.get(i))) {
        throw file.failure(array.place() + ": expected numbers, found " + values.get(i));
      }
    }
    return values;
  }

  private List<Array> arrays(String layer, int count) {
    if (!file.layers().contains(layer)) {
      throw file.failure(
          "layer "
              + layer
              + ": expected it, as in keras-retinanet on "
              + network.backbone().label()
              + ", found no such layer");
    }
    used.add(layer);
    List<Array> arrays = file.arrays(layer);
    requireCount(file, layer, arrays, count);
    return arrays;
  }

  private static void requireCount(KerasFile file, String layer, List<Array> arrays, int count) {
    if (arrays.size() != count) {
      throw file.failure(
          "layer " + layer + ": expected " + count + " arrays, found " + arrays.size());
    }
  }

  private void requireShape(Array array, List<Integer> expected) {
    if (!array.shape().equals(expected)) {
      throw file.failure(
          array.place() + ": expected the shape " + expected + ", found " + array.shape());
    }
  }

  private void requireNothingElse() {
    List<String> foreign = new ArrayList<>();
    for (String layer : file.layers()) {
      if (!used.contains(layer)
          && !layer.startsWith(ANCHORS)
          && !file.arrayNames(layer).isEmpty()) {
        foreign.add(layer);
      }
    }
    if (!foreign.isEmpty()) {
      throw file.failure(
          "expected no weights but those of keras-retinanet on "
              + network.backbone().label()
              + " with levels P3 to P7, found the layers "
              + foreign);
    }
  }
}
