package dev.retinagate.graph;

import static org.assertj.core.api.Assertions.assertThat;

import dev.retinagate.graph.ResNet.Conv1Padding;
import dev.retinagate.graph.Symbol.Node;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RetinaNetTest {

  private static final int CLASSES = 80;

  /** Source: keras-retinanet's own counts; four arrays of a normalisation become one bias. */
  @ParameterizedTest
  @CsvSource({
    "RESNET50, 38021812, 301, 53",
    "RESNET101, 57066164, 556, 104",
    "RESNET152, 72755892, 811, 155"
  })
  void hasTheOriginalsParameters(
      ResNet backbone, long originalElements, int originalArrays, int normalisations) {
    Map<String, List<Integer>> parameters = network(backbone).parameters();

    long normalisedChannels =
        parameters.entrySet().stream()
            .filter(e -> e.getKey().matches("(conv1|res.*)_bias"))
            .mapToLong(e -> e.getValue().get(0))
            .sum();
    assertThat(elements(parameters)).isEqualTo(originalElements - 3 * normalisedChannels);
    assertThat(parameters).hasSize(originalArrays - 3 * normalisations);
  }

  @Test
  void namesBlocksByLettersAndTheLongStagesOfLargerNetsByNumbers() {
    assertThat(ResNet.RESNET50.blockNames()).hasSize(16).contains("3d", "4f", "5c");
    assertThat(ResNet.RESNET101.blockNames())
        .hasSize(33)
        .contains("3a", "3b3", "4b22", "5c")
        .doesNotContain("3b", "4b");
    assertThat(ResNet.RESNET152.blockNames()).hasSize(50).contains("3b7", "4b35");
  }

  /** The table of TensorFlow's same padding at stride 2: zeros before and behind. */
  @ParameterizedTest
  @CsvSource({"3, 400, 0, 1", "3, 667, 1, 1", "7, 800, 2, 3", "7, 1333, 3, 3", "3, 1, 1, 1"})
  void padsAsTensorFlowDoes(int kernel, int extent, int before, int behind) {
    assertThat(Layers.sameBefore(extent, kernel)).isEqualTo(before);
    assertThat(Layers.sameAfter(extent, kernel)).isEqualTo(behind);
  }

  @Test
  void poolsWithoutAnOperatorThatPads() {
    // conv1's output is 400 × 667
    Node pool = node(network(ResNet.RESNET50).symbol(800, 1333), "pool1");

    assertThat(pool.attributes())
        .containsEntry("pad", "(0, 1)")
        .containsEntry("pooling_convention", "full");
  }

  @Test
  void padsP6AndP7ByTheParityOfEachAxis() {
    // C5 is 25 × 42, P6 is 13 × 21
    Symbol symbol = network(ResNet.RESNET50).symbol(800, 1333);

    assertThat(node(symbol, "padding_P6").attributes())
        .containsEntry("pad_width", "(0, 0, 0, 0, 1, 1, 0, 1)");
    assertThat(node(symbol, "P7").attributes()).containsEntry("pad", "(1, 1)");
    assertThat(names(symbol)).doesNotContain("padding_P7");
  }

  @Test
  void cropsTheUpsampledLevelWhereTheLevelBelowIsOdd() {
    // C4 is 50 × 84, C3 is 100 × 167
    List<String> names = names(network(ResNet.RESNET50).symbol(800, 1333));

    assertThat(names).contains("P4_upsampled_columns");
    assertThat(names)
        .doesNotContain("P4_upsampled_rows", "P5_upsampled_rows", "P5_upsampled_columns");
  }

  @Test
  void padsTheFirstConvolutionUnevenlyOnlyWhereTensorFlowDid() {
    Symbol same = new RetinaNet(ResNet.RESNET50, CLASSES, Conv1Padding.SAME).symbol(800, 1333);

    assertThat(node(same, "padding_conv1").attributes())
        .containsEntry("pad_width", "(0, 0, 0, 0, 2, 3, 3, 3)");
    assertThat(node(network(ResNet.RESNET50).symbol(800, 1333), "conv1").attributes())
        .containsEntry("pad", "(3, 3)");
  }

  @Test
  void isTheSameSymbolForSizesOfTheSameParities() {
    RetinaNet network = network(ResNet.RESNET50);

    assertThat(network.symbol(256, 384)).isEqualTo(network.symbol(512, 640));
    assertThat(network.symbol(256, 384)).isNotEqualTo(network.symbol(256, 385));
  }

  @Test
  void outputsClassesThenBoxesFromP3ToP7() {
    Symbol symbol = network(ResNet.RESNET50).symbol(800, 800);

    assertThat(symbol.heads().stream().map(head -> symbol.nodes().get(head.node()).name()))
        .containsExactly(
            "P3_pyramid_classification",
            "P4_pyramid_classification",
            "P5_pyramid_classification",
            "P6_pyramid_classification",
            "P7_pyramid_classification",
            "P3_pyramid_regression",
            "P4_pyramid_regression",
            "P5_pyramid_regression",
            "P6_pyramid_regression",
            "P7_pyramid_regression");
  }

  private static RetinaNet network(ResNet backbone) {
    return new RetinaNet(backbone, CLASSES, Conv1Padding.SYMMETRIC);
  }

  private static long elements(Map<String, List<Integer>> parameters) {
    return parameters.values().stream()
        .mapToLong(shape -> shape.stream().mapToLong(Integer::longValue).reduce(1, (a, b) -> a * b))
        .sum();
  }

  private static Node node(Symbol symbol, String name) {
    return symbol.nodes().stream().filter(n -> n.name().equals(name)).findFirst().orElseThrow();
  }

  private static List<String> names(Symbol symbol) {
    return symbol.nodes().stream().map(Node::name).toList();
  }

  @Test
  void givesTheBoxSubnetRangesThatIncludeThoseOfAllLevels() {
    Int8Plan whole =
        new Int8Plan(
            Map.of(
                "data", new Int8Plan.Range(-128, 128),
                "P3", new Int8Plan.Range(-1, 2),
                "P7", new Int8Plan.Range(-3, 1),
                "P3_pyramid_regression_0_relu", new Int8Plan.Range(0, 5),
                "P6_pyramid_regression_0_relu", new Int8Plan.Range(0, 7),
                "P3_pyramid_classification_0_relu", new Int8Plan.Range(0, 9)),
            List.of("P4_pyramid_regression", "P5_pyramid_regression", "conv1"));

    Int8Plan box = RetinaNet.boxPlan(whole);

    assertThat(box.ranges())
        .containsOnly(
            Map.entry("data", new Int8Plan.Range(-3, 2)),
            Map.entry("P3_pyramid_regression_0_relu", new Int8Plan.Range(0, 7)));
    assertThat(box.excluded()).containsExactly("P3_pyramid_regression");
  }
}
