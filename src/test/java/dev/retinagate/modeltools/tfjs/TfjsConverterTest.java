package dev.retinagate.modeltools.tfjs;

import static dev.retinagate.modeltools.tfjs.TfjsFile.INPUT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.groups.Tuple.tuple;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.retinagate.graph.Symbol;
import dev.retinagate.graph.Tensor;
import dev.retinagate.modeltools.ModelToolException;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Graphs of one to a few operators, on an input of 1×2×8×6 (NCHW). One file, however long: a test
 * or two for each operator, over one set of small builders.
 */
class TfjsConverterTest {

  private static final String DATA = "data";
  private static final float LOWEST_HALF = -65504;

  /** Every value of a 3×3 kernel HWIO for 2 channels and 3 filters is its own place there. */
  private static final float[] KERNEL = new float[3 * 3 * 2 * 3];

  static {
    for (int i = 0; i < KERNEL.length; i++) {
      KERNEL[i] = i;
    }
  }

  @TempDir private Path folder;

  private final TfjsFile file =
      new TfjsFile(1, 2, 8, 6)
          .integers("to-nhwc", List.of(4), 0, 2, 3, 1)
          .integers("to-nchw", List.of(4), 0, 3, 1, 2)
          .halves("kernel", List.of(3, 3, 2, 3), KERNEL)
          .halves("bias", List.of(3), 0.5f, -1.5f, 2f)
          .operator("Transpose", "net/nhwc", List.of(INPUT, "to-nhwc"));

  private TfjsConverter converter;

  @Test
  void paddingBiasAndTransposesVanishInOneConvolution() throws IOException {
    file.integers("one-around", List.of(4, 2), 0, 0, 0, 0, 1, 1, 1, 1)
        .operator("Pad", "net/pad", List.of(INPUT, "one-around"))
        .operator("Transpose", "net/padded-nhwc", List.of("net/pad", "to-nhwc"))
        .operator("Conv2D", "net/conv", List.of("net/padded-nhwc", "kernel"), strided(2))
        .operator("AddV2", "net/biased", List.of("net/conv", "bias"))
        .operator("Transpose", "net/nchw", List.of("net/biased", "to-nchw"))
        .operator("LeakyRelu", "net/leaky", List.of("net/nchw"), alpha(0.1f));

    LayoutTensor head = convert("net/leaky");

    Symbol symbol = converter.build(List.of(head)).symbol();
    assertThat(symbol.nodes())
        .extracting(Symbol.Node::op, Symbol.Node::name)
        .containsExactly(
            tuple(Symbol.VARIABLE, DATA),
            tuple(Symbol.VARIABLE, "conv0_weight"),
            tuple(Symbol.VARIABLE, "conv0_bias"),
            tuple("Convolution", "conv0"),
            tuple("LeakyReLU", "leaky"));
    assertThat(symbol.nodes().get(3).attributes())
        .containsEntry("kernel", "(3, 3)")
        .containsEntry("stride", "(2, 2)")
        .containsEntry("pad", "(1, 1)")
        .containsEntry("num_filter", "3")
        .containsEntry("no_bias", "False");
    assertThat(symbol.nodes().get(3).inputs())
        .extracting(Symbol.Value::node)
        .containsExactly(0, 1, 2);
    assertThat(symbol.nodes().get(4).attributes())
        .containsEntry("act_type", "leaky")
        .containsEntry("slope", "0.1");
    assertThat(symbol.heads()).containsExactly(new Symbol.Value(4, 0));
    assertThat(head.nchw()).containsExactly(1, 3, 4, 3);
    assertThat(floats(converter.build(List.of(head)).parameters().get("conv0_bias")))
        .containsExactly(0.5f, -1.5f, 2f);
  }

  @Test
  void kernelsAreTurnedFromHwioToOihw() throws IOException {
    file.operator("Conv2D", "net/conv", List.of("net/nhwc", "kernel"), strided(1));

    LayoutTensor head = convert("net/conv");

    Tensor kernel = converter.build(List.of(head)).parameters().get("conv0_weight");
    assertThat(kernel.shape()).containsExactly(3, 2, 3, 3);
    float[] values = floats(kernel);
    for (int o = 0; o < 3; o++) {
      for (int i = 0; i < 2; i++) {
        for (int h = 0; h < 3; h++) {
          for (int w = 0; w < 3; w++) {
            assertThat(values[((o * 2 + i) * 3 + h) * 3 + w])
                .as("filter %d, channel %d, row %d, column %d", o, i, h, w)
                .isEqualTo(KERNEL[((h * 3 + w) * 2 + i) * 3 + o]);
          }
        }
      }
    }
    assertThat(last(head).attributes())
        .containsEntry("no_bias", "True")
        .containsEntry("pad", "(0, 0)");
    assertThat(head.nchw()).containsExactly(1, 3, 6, 4);
  }

  @Test
  void maximumPoolingTakesUpPaddingWithTheLowestFloat() throws IOException {
    padV2(LOWEST_HALF, 1, 1, 1, 1).operator("MaxPool", "net/pool", List.of("net/pad"), pooled());

    LayoutTensor head = convert("net/pool");

    assertThat(last(head).op()).isEqualTo("Pooling");
    assertThat(last(head).attributes())
        .containsEntry("pool_type", "max")
        .containsEntry("kernel", "(3, 3)")
        .containsEntry("stride", "(2, 2)")
        .containsEntry("pad", "(1, 1)")
        .containsEntry("pooling_convention", "valid");
    assertThat(head.nchw()).containsExactly(1, 2, 4, 3);
  }

  @Test
  void concatenationOfChannelsIsAlongNchwsSecondAxisWhateverTheOrder() throws IOException {
    file.integers("last", List.of(), 3)
        .operator("ConcatV2", "net/concat", List.of("net/nhwc", "net/nhwc", "net/nhwc", "last"));

    LayoutTensor head = convert("net/concat");

    assertThat(last(head).op()).isEqualTo("Concat");
    assertThat(last(head).attributes()).containsEntry("dim", "1").containsEntry("num_args", "3");
    assertThat(head.nchw()).containsExactly(1, 6, 8, 6);
  }

  @Test
  void concatenationOfAnythingButChannelsIsRefused() throws IOException {
    file.integers("last", List.of(), 3)
        .operator("ConcatV2", "net/concat", List.of(INPUT, INPUT, "last"));

    assertRefused("net/concat", "net/concat", "channels");
  }

  @Test
  void halvingBilinearlyIsTheMeanOfTwoByTwo() throws IOException {
    resize(4, 3);

    LayoutTensor head = convert("net/resize");

    assertThat(last(head).op()).isEqualTo("Pooling");
    assertThat(last(head).attributes())
        .containsEntry("pool_type", "avg")
        .containsEntry("kernel", "(2, 2)")
        .containsEntry("stride", "(2, 2)");
    assertThat(head.nchw()).containsExactly(1, 2, 4, 3);
  }

  @Test
  void doublingBilinearlyStaysAResize() throws IOException {
    resize(16, 12);

    LayoutTensor head = convert("net/resize");

    assertThat(last(head).op()).isEqualTo("_contrib_BilinearResize2D");
    assertThat(last(head).attributes())
        .containsEntry("height", "16")
        .containsEntry("width", "12")
        .containsEntry("align_corners", "False");
    assertThat(head.nchw()).containsExactly(1, 2, 16, 12);
  }

  @Test
  void addingTwoTensorsIsElementwise() throws IOException {
    file.operator("LeakyRelu", "net/leaky", List.of("net/nhwc"), alpha(0.25f))
        .operator("Add", "net/sum", List.of("net/leaky", "net/nhwc"));

    LayoutTensor head = convert("net/sum");

    Symbol symbol = converter.build(List.of(head)).symbol();
    assertThat(last(head).op()).isEqualTo("elemwise_add");
    assertThat(last(head).inputs())
        .extracting(input -> symbol.nodes().get(input.node()).name())
        .containsExactly("leaky", DATA);
  }

  @Test
  void tensorsThatOnlyBroadcastingCouldAddAreRefused() throws IOException {
    file.operator("Add", "net/sum", List.of(INPUT, "net/nhwc"));

    assertRefused("net/sum", "net/sum", "equal shapes");
  }

  @Test
  void anOperatorThatIsUsedTwiceIsConvertedOnce() throws IOException {
    file.operator("LeakyRelu", "net/leaky", List.of("net/nhwc"), alpha(0.25f))
        .operator("Add", "net/sum", List.of("net/leaky", "net/leaky"));

    Symbol symbol = symbolOf("net/sum");

    assertThat(symbol.nodes()).extracting(Symbol.Node::name).containsExactly(DATA, "leaky", "sum");
  }

  @Test
  void anUnknownOperatorIsNamed() throws IOException {
    file.operator("Softmax", "net/odd", List.of("net/nhwc"));

    assertRefused("net/odd", "net/odd", "Softmax");
  }

  @Test
  void anOperatorThatIsNotThereIsNamed() throws IOException {
    file.operator("LeakyRelu", "net/leaky", List.of("net/gone"), alpha(0.1f));

    assertRefused("net/leaky", "net/gone");
  }

  @Test
  void samePaddingIsRefused() throws IOException {
    file.operator(
        "Conv2D",
        "net/conv",
        List.of("net/nhwc", "kernel"),
        strided(1).andThen(attributes -> TfjsFile.text(attributes, "padding", "SAME")));

    assertRefused("net/conv", "net/conv", "SAME");
  }

  @Test
  void dilationIsRefused() throws IOException {
    file.operator(
        "Conv2D",
        "net/conv",
        List.of("net/nhwc", "kernel"),
        strided(1).andThen(attributes -> TfjsFile.integers(attributes, "dilations", 1, 2, 2, 1)));

    assertRefused("net/conv", "net/conv", "dilated");
  }

  @Test
  void aConvolutionOfAnotherOrderOfAxesIsRefused() throws IOException {
    file.operator("Conv2D", "net/conv", List.of(INPUT, "kernel"), strided(1));

    assertRefused("net/conv", "net/conv", "NHWC");
  }

  @Test
  void aKernelForOtherChannelsIsRefused() throws IOException {
    file.halves("deep", List.of(1, 1, 3, 1), 1, 2, 3)
        .operator("Conv2D", "net/conv", List.of("net/nhwc", "deep"), strided(1));

    assertRefused("net/conv", "net/conv", "2 channels", "[1, 1, 3, 1]");
  }

  @Test
  void aBiasForOtherFiltersIsRefused() throws IOException {
    file.halves("pair", List.of(2), 1, 2)
        .operator("Conv2D", "net/conv", List.of("net/nhwc", "kernel"), strided(1))
        .operator("Add", "net/biased", List.of("net/conv", "pair"));

    assertRefused("net/biased", "net/conv", "3", "[2]");
  }

  @Test
  void aConstantAddedToAnythingButAConvolutionIsRefused() throws IOException {
    file.operator("Add", "net/biased", List.of("net/nhwc", "bias"));

    assertRefused("net/biased", "net/biased", "Transpose");
  }

  @Test
  void asymmetricPaddingIsRefused() throws IOException {
    file.integers("top-only", List.of(4, 2), 0, 0, 1, 0, 0, 0, 0, 0)
        .operator("Pad", "net/pad", List.of("net/nhwc", "top-only"))
        .operator("Conv2D", "net/conv", List.of("net/pad", "kernel"), strided(1));

    assertRefused("net/conv", "net/conv", "[1, 0, 0, 0]");
  }

  @Test
  void paddingOfChannelsIsRefused() throws IOException {
    file.integers("channels", List.of(4, 2), 0, 0, 0, 0, 0, 0, 1, 1)
        .operator("Pad", "net/pad", List.of("net/nhwc", "channels"));

    assertRefused("net/pad", "net/pad", "height and width");
  }

  @Test
  void paddingThatNobodyTakesUpIsRefused() throws IOException {
    padV2(LOWEST_HALF, 1, 1, 1, 1).operator("LeakyRelu", "net/leaky", List.of("net/pad"), alpha(1));

    assertRefused("net/leaky", "net/leaky", "padding");
  }

  @Test
  void maximumPoolingDoesNotTakeUpZeros() throws IOException {
    file.integers("one-around", List.of(4, 2), 0, 0, 1, 1, 1, 1, 0, 0)
        .operator("Pad", "net/pad", List.of("net/nhwc", "one-around"))
        .operator("MaxPool", "net/pool", List.of("net/pad"), pooled());

    assertRefused("net/pool", "net/pool", "LOWEST", "ZEROS");
  }

  @Test
  void aConvolutionDoesNotTakeUpTheLowestFloat() throws IOException {
    padV2(LOWEST_HALF, 1, 1, 1, 1)
        .operator("Conv2D", "net/conv", List.of("net/pad", "kernel"), strided(1));

    assertRefused("net/conv", "net/conv", "ZEROS", "LOWEST");
  }

  @Test
  void paddingBeforeAPoolingWithAnotherValueIsRefused() throws IOException {
    padV2(-1, 1, 1, 1, 1).operator("MaxPool", "net/pool", List.of("net/pad"), pooled());

    assertRefused("net/pool", "net/pad", "-1.0");
  }

  @Test
  void aConstantThatIsMissingIsNamedWithItsOperator() throws IOException {
    file.operator("Conv2D", "net/conv", List.of("net/nhwc", "net/lost"), strided(1));

    assertRefused("net/conv", "net/conv", "net/lost");
  }

  @Test
  void aWeightsFileThatIsTooShortIsNamedByTheWeightThatIsCut() throws IOException {
    // The two permutations take 32 bytes, so that a byte of the kernel's 108 is lacking.
    Path cut = file.write(folder, 32 + 107);

    assertThatThrownBy(() -> TfjsGraph.read(cut))
        .isInstanceOf(ModelToolException.class)
        .hasMessageContainingAll("kernel", "108", "107");
  }

  @Test
  void aFileThatIsNoGraphModelIsRefused() throws IOException {
    Path layers = Files.writeString(folder.resolve("model.json"), "{\"format\": \"layers-model\"}");

    assertThatThrownBy(() -> TfjsGraph.read(layers))
        .isInstanceOf(ModelToolException.class)
        .hasMessageContainingAll("model.json", "layers-model");
  }

  private TfjsFile padV2(float value, int top, int bottom, int left, int right) {
    return file.integers("paddings", List.of(4, 2), 0, 0, top, bottom, left, right, 0, 0)
        .halves("value", List.of(), value)
        .operator("PadV2", "net/pad", List.of("net/nhwc", "paddings", "value"));
  }

  private void resize(int height, int width) {
    file.integers("size", List.of(2), height, width)
        .operator(
            "ResizeBilinear",
            "net/resize",
            List.of("net/nhwc", "size"),
            attributes -> attributes.putObject("half_pixel_centers").put("b", true));
  }

  private static Consumer<ObjectNode> strided(int stride) {
    return attributes -> {
      TfjsFile.text(attributes, "padding", "VALID");
      TfjsFile.text(attributes, "data_format", "NHWC");
      TfjsFile.integers(attributes, "strides", 1, stride, stride, 1);
      TfjsFile.integers(attributes, "dilations", 1, 1, 1, 1);
    };
  }

  private static Consumer<ObjectNode> pooled() {
    return strided(2).andThen(attributes -> TfjsFile.integers(attributes, "ksize", 1, 3, 3, 1));
  }

  private static Consumer<ObjectNode> alpha(float slope) {
    return attributes -> attributes.putObject("alpha").put("f", slope);
  }

  private LayoutTensor convert(String name) throws IOException {
    converter = new TfjsConverter(TfjsGraph.read(file.write(folder)), DATA);
    return converter.convert(name);
  }

  private Symbol symbolOf(String name) throws IOException {
    LayoutTensor head = convert(name);
    return converter.build(List.of(head)).symbol();
  }

  private Symbol.Node last(LayoutTensor head) {
    Symbol symbol = converter.build(List.of(head)).symbol();
    return symbol.nodes().get(symbol.heads().get(0).node());
  }

  private void assertRefused(String wanted, String... told) {
    assertThatThrownBy(() -> convert(wanted))
        .isInstanceOf(ModelToolException.class)
        .hasMessageContainingAll(told);
  }

  private static float[] floats(Tensor tensor) {
    FloatBuffer floats = tensor.toFloats();
    float[] values = new float[floats.remaining()];
    floats.get(values);
    return values;
  }
}
