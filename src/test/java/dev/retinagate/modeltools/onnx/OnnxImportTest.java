package dev.retinagate.modeltools.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.retinagate.graph.Symbol;
import dev.retinagate.graph.SymbolJson;
import dev.retinagate.model.ModelBundle;
import dev.retinagate.model.ModelRepository;
import dev.retinagate.modeltools.ModelToolException;
import dev.retinagate.modeltools.NewModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the tiny networks become; OnnxParityIT compares real ones with their original's answers. */
class OnnxImportTest {

  @TempDir private Path folder;

  private final List<String> warnings = new ArrayList<>();

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 365})
  void readsClassesStridesAndBinsOfNanoDetPlus(int classes) throws IOException {
    ModelBundle model = imported(TinyNetworks.nanoDetPlus(classes));

    assertThat(model.spec().family()).isEqualTo("nanodet-plus");
    assertThat(model.spec().labels()).hasSize(classes);
    assertThat(model.spec().network())
        .containsEntry("input-side", TinyNetworks.SIDE)
        .containsEntry("strides", List.of(8, 16, 32, 64))
        .containsEntry("distance-bins", TinyNetworks.BINS);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 365})
  void readsClassesAndStridesOfYolox(int classes) throws IOException {
    ModelBundle model = imported(TinyNetworks.yolox(classes));

    assertThat(model.spec().family()).isEqualTo("yolox");
    assertThat(model.spec().labels()).hasSize(classes);
    assertThat(model.spec().network())
        .containsEntry("strides", List.of(8, 16, 32))
        .containsEntry("padding", 114);
  }

  @Test
  void theNetworkHasNoOperatorThatOnlyMovesChannels() throws IOException {
    Symbol symbol = SymbolJson.read(imported(TinyNetworks.nanoDetPlus(3)).symbolJson());

    assertThat(symbol.nodes())
        .extracting(Symbol.Node::op)
        .containsOnly(
            Symbol.VARIABLE,
            "Convolution",
            "LeakyReLU",
            "Pooling",
            "Concat",
            "elemwise_add",
            "_contrib_BilinearResize2D");
  }

  @Test
  void theSameFileGivesTheSameBytes() throws IOException {
    ModelBundle first = imported(TinyNetworks.nanoDetPlus(3));
    ModelBundle second = imported(TinyNetworks.nanoDetPlus(3));

    assertThat(second.spec()).isEqualTo(first.spec());
    assertThat(second.spec().files().get(ModelBundle.PARAMETERS).sha256())
        .isEqualTo(first.spec().files().get(ModelBundle.PARAMETERS).sha256());
  }

  @Test
  void saysThatTheNamesOfTheClassesAreAssumed() throws IOException {
    ModelBundle model = imported(TinyNetworks.yolox(2));

    assertThat(model.spec().labels()).containsExactly("class0", "class1");
    assertThat(warnings).singleElement().asString().contains("--labels");
  }

  @Test
  void takesTheLabelsThatAreTold() throws IOException {
    run(TinyNetworks.yolox(2), options(Optional.empty(), Optional.of(List.of("cat", "dog"))));

    assertThat(new ModelRepository(folder).open("tiny").spec().labels())
        .containsExactly("cat", "dog");
    assertThat(warnings).isEmpty();
  }

  @Test
  void refusesOtherLabelsThanClasses() {
    assertRefused(
        TinyNetworks.yolox(2),
        options(Optional.empty(), Optional.of(List.of("cat"))),
        "2 classes",
        "the labels are 1");
  }

  @Test
  void refusesAFileOfAnotherFamilyThanTold() {
    assertRefused(
        TinyNetworks.yolox(2),
        options(Optional.of("nanodet-plus"), Optional.empty()),
        "nanodet-plus",
        "yolox");
  }

  @ParameterizedTest
  @ValueSource(ints = {8, 18})
  void refusesOperatorsOfAVersionThatIsNotKnown(int opset) {
    assertRefused(
        TinyNetworks.yolox(2).opset(opset),
        options(Optional.empty(), Optional.empty()),
        "9 to 17",
        Integer.toString(opset));
  }

  private ModelBundle imported(OnnxFile file) throws IOException {
    run(file, options(Optional.empty(), Optional.empty()));
    return new ModelRepository(folder).open("tiny");
  }

  private static OnnxImport.Options options(
      Optional<String> family, Optional<List<String>> labels) {
    return new OnnxImport.Options(family, Optional.empty(), labels, Map.of());
  }

  private void run(OnnxFile file, OnnxImport.Options options) throws IOException {
    OnnxImport.run(file.write(folder), new NewModel(folder, "tiny", true), options, warnings::add);
  }

  private void assertRefused(OnnxFile file, OnnxImport.Options options, String... told) {
    assertThatThrownBy(() -> run(file, options))
        .isInstanceOf(ModelToolException.class)
        .hasMessageContainingAll(told);
    assertThat(Files.exists(folder.resolve("tiny"))).as("something was written").isFalse();
  }
}
