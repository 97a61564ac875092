package dev.retinagate.modeltools.keras;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.retinagate.graph.ResNet.Conv1Padding;
import dev.retinagate.modeltools.ModelToolException;
import dev.retinagate.modeltools.NewModel;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Files of src/test/resources/keras, which make_fixtures.py makes. */
class KerasImportTest {

  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          lacks-layer      | layer res4c_branch2b: expected it, as in keras-retinanet on resnet50, found no such layer
          wrong-shape      | layer P6, array P6/kernel:0: expected the shape [3, 3, 2048, 256], found [3, 3, 1024, 256]
          three-statistics | layer bn3b_branch2a: expected 4 arrays, found 3
          foreign-layer    | with levels P3 to P7, found the layers [P2]
          other-network    | classification_submodel and so on), found [conv2d_1, dense_1]
          other-boxes      | layer boxes: expected the std [0.2, 0.2, 0.2, 0.2], found [0.1, 0.1, 0.2, 0.2]
          other-anchors    | layer anchors_2: expected the ratios [0.5, 1.0, 2.0], found [0.5, 1.0, 3.0]; a model with anchors of its own cannot be imported
          twelve-anchors   | layer regression_submodel: expected 9 anchors a cell, found 12; a model with anchors of its own cannot be imported
          anchors-as-weights | layer anchors_0, array anchors_0/anchors:0: expected the corners of the default anchors, [-22.6
          never-written    | layer conv1, array conv1/kernel:0: expected fp32 values, found none
          """)
  void namesTheExpectedAndTheFound(String fixture, String message) {
    Path file = fixture(fixture);

    assertRefuses(file, file + ": ", message);
  }

  @Test
  void refusesAFileCutShort() throws Exception {
    byte[] whole = unpacked("never-written");
    Path file = Files.write(folder.resolve("short.h5"), Arrays.copyOf(whole, whole.length / 2));

    assertRefuses(
        file, "cut short: expected " + whole.length + " bytes, found " + whole.length / 2);
  }

  @Test
  void refusesACompressedFileCutShort() throws Exception {
    byte[] packed = Files.readAllBytes(fixture("never-written"));
    Path file = Files.write(folder.resolve("short.h5.gz"), Arrays.copyOf(packed, 9_000));

    assertRefuses(file, "cannot be unpacked");
  }

  @Test
  void refusesAFileThatIsDamagedInside() throws Exception {
    byte[] bytes = unpacked("never-written");
    Arrays.fill(bytes, 96, bytes.length / 2, (byte) 0x5a);
    Path file = Files.write(folder.resolve("damaged.h5"), bytes);

    assertRefuses(file, "is damaged");
  }

  @Test
  void refusesAFileThatIsNoHdf5() throws Exception {
    Path file = Files.writeString(folder.resolve("page.h5"), "<html>Not found</html>");

    assertRefuses(file, "it is no HDF5 file");
  }

  @Test
  void refusesAFileThatIsNotThere() {
    assertRefuses(folder.resolve("none.h5"), "there is no file");
  }

  @Test
  void warnsOfNamesAndAnchorsThatTheFileDoesNotHave() {
    List<String> warnings = new ArrayList<>();

    assertThatThrownBy(
            () ->
                KerasImport.run(
                    fixture("never-written"),
                    new NewModel(folder.resolve("models"), "retinanet", false),
                    KerasImport.Options.DEFAULT,
                    warnings::add))
        .isInstanceOf(ModelToolException.class);
    assertThat(warnings)
        .containsExactly(
            "the file does not say its anchors: keras-retinanet's defaults are taken. A model that"
                + " was trained with anchors of its own would find its objects in wrong places.",
            "the file does not name its classes: they are called class0 to class1. --labels FILE"
                + " names them.");
  }

  @Test
  void refusesLabelsOfAnotherNumber() {
    KerasImport.Options options =
        new KerasImport.Options(
            800, 1333, Optional.empty(), Optional.of(List.of("cat", "dog", "cup")));

    assertThatThrownBy(
            () ->
                KerasImport.run(
                    fixture("never-written"),
                    new NewModel(folder.resolve("models"), "retinanet", false),
                    options,
                    warning -> {}))
        .hasMessageEndingWith("the model has 2 classes, the labels are 3");
  }

  @Test
  void refusesSidesInTheWrongOrder() {
    assertThatThrownBy(() -> new KerasImport.Options(800, 799, Optional.empty(), Optional.empty()))
        .isInstanceOf(ModelToolException.class)
        .hasMessageContaining("800 and 799");
  }

  @Test
  void takesThePaddingFromTheLayerThatPads() {
    try (KerasFile file = KerasFile.open(fixture("never-written"), folder)) {
      KerasConfig.Padding padding = new KerasConfig(file).conv1Padding();

      assertThat(padding.padding()).isEqualTo(Conv1Padding.SYMMETRIC);
      assertThat(padding.certain()).isTrue();
    }
  }

  @Test
  void isNotCertainIfOnlyTheListOfLayersShowsThePadding() {
    try (KerasFile file = KerasFile.open(fixture("weights-without-padding-layer"), folder)) {
      KerasConfig.Padding padding = new KerasConfig(file).conv1Padding();

      assertThat(padding.padding()).isEqualTo(Conv1Padding.SAME);
      assertThat(padding.certain()).isFalse();
    }
  }

  @Test
  void leavesNoUnpackedFileBehind() throws Exception {
    Path scratch = Files.createDirectory(folder.resolve("scratch"));
    try (KerasFile file = KerasFile.open(fixture("never-written"), scratch)) {
      assertThat(file.layers()).contains("conv1");
      assertThat(scratch).isNotEmptyDirectory();
    }
    assertThat(scratch).isEmptyDirectory();
  }

  @Test
  void leavesNoUnpackedFileBehindWhereItIsNoModel() throws Exception {
    Path scratch = Files.createDirectory(folder.resolve("scratch"));
    Path file = folder.resolve("page.h5.gz");
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
      out.write("<html>Not found</html>".getBytes(StandardCharsets.US_ASCII));
    }

    assertThatThrownBy(() -> KerasFile.open(file, scratch)).hasMessageContaining("no HDF5 file");
    assertThat(scratch).isEmptyDirectory();
  }

  private void assertRefuses(Path file, String... messages) {
    Path models = folder.resolve("models");

    assertThatThrownBy(
            () ->
                KerasImport.run(
                    file,
                    new NewModel(models, "retinanet", false),
                    KerasImport.Options.DEFAULT,
                    warning -> {}))
        .isInstanceOf(ModelToolException.class)
        .hasMessageContainingAll(messages)
        .hasMessageNotContainingAny("jhdf", "Exception", "Dataset", "java.");
    assertThat(models).isEmptyDirectory();
  }

  private static Path fixture(String name) {
    return Path.of("src", "test", "resources", "keras", name + ".h5.gz");
  }

  private static byte[] unpacked(String fixture) throws IOException {
    try (InputStream in = new GZIPInputStream(Files.newInputStream(fixture(fixture)))) {
      return in.readAllBytes();
    }
  }
}
