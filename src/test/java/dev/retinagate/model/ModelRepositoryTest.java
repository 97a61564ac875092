package dev.retinagate.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.retinagate.graph.Tensor;
import dev.retinagate.image.PictureLimits;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ModelRepositoryTest {

  private static final Path BUILT_IN = Path.of("models", ModelRepository.BUILT_IN);

  @TempDir private Path directory;

  @Test
  void findsTheBuiltInModelWithoutADirectory() {
    ModelRepository repository = new ModelRepository(directory.resolve("missing"));

    assertThat(repository.list()).containsExactly(ModelRepository.BUILT_IN);
    ModelBundle model = repository.open(ModelRepository.BUILT_IN);
    assertThat(model.spec().family()).isEqualTo(DetectorFamilies.NANODET);
    assertThat(model.describe().labels().size()).isEqualTo(80);
    assertThat(model.parameters()).hasSize(68);
  }

  @Test
  void findsModelsInTheDirectoryBesideTheBuiltInOne() throws IOException {
    copyTo("mine");

    assertThat(new ModelRepository(directory).list()).containsExactly("mine", "nanodet-g");
  }

  @Test
  void namesTheKnownModelsWhenOneIsMissing() {
    assertThatThrownBy(() -> new ModelRepository(directory).open("retinanet"))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("retinanet")
        .hasMessageContaining("[nanodet-g]");
  }

  @ParameterizedTest
  @ValueSource(strings = {"../secret", "", ".hidden", "a/b"})
  void refusesANameThatIsNoFolderName(String name) {
    assertThatThrownBy(() -> new ModelRepository(directory).open(name))
        .isInstanceOf(ModelException.class);
  }

  @Test
  void namesAFileWhoseContentIsDamaged() throws IOException {
    Path parameters = copyTo("mine").resolve("network.params");
    byte[] bytes = Files.readAllBytes(parameters);
    bytes[bytes.length / 2] ^= 1;
    Files.write(parameters, bytes);
    ModelBundle model = new ModelRepository(directory).open("mine");

    assertThatThrownBy(model::parameters)
        .isInstanceOf(ModelException.class)
        .hasMessageContaining(parameters.toString())
        .hasMessageContaining("damaged");
  }

  /** A RetinaNet opens networks while it serves, and a copy writes over the file in place. */
  @Test
  void whatWasReadIsNotTheFileAnyMore() throws IOException {
    Path file = copyTo("mine").resolve("network.params");
    Map<String, Tensor> parameters = new ModelRepository(directory).open("mine").parameters();
    float[] before = values(parameters);

    Files.write(file, new byte[(int) Files.size(file)]);

    assertThat(values(parameters)).isEqualTo(before).isNotEqualTo(new float[before.length]);
  }

  private static float[] values(Map<String, Tensor> parameters) {
    FloatBuffer first = parameters.values().iterator().next().toFloats();
    float[] values = new float[first.remaining()];
    first.get(values);
    return values;
  }

  @Test
  void namesAFileThatIsMissing() throws IOException {
    Path symbol = copyTo("mine").resolve("symbol.json");
    Files.delete(symbol);
    ModelBundle model = new ModelRepository(directory).open("mine");

    assertThatThrownBy(model::symbolJson)
        .isInstanceOf(ModelException.class)
        .hasMessageContaining(symbol.toString());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          ''                  | is empty; import the model again
          '# nothing'         | is empty; import the model again
          {                   | is not well-formed YAML: line 1, column 2
          name: [not, text    | is not well-formed YAML: line 1, column 17
          - a list            | expected keys and values
          just a text         | expected keys and values
          family: x           | 'name': expected a text
          name: x             | expected a text
          labels: 7           | 'labels': expected a list
          thresholds: high    | 'thresholds': expected keys and values
          'thresholds: {score: high}' | 'thresholds.score': expected a number
          'thresholds: {score: 2, iou: 0.5, max-detections: 9}' | 'thresholds': score: expected a number from 0 to 1
          'files: {symbol: {path: a, sha256: b, size: 9}}' | 'files.symbol.size' is not a key; known are [path, sha256]
          """)
  void namesTheKeyOfAModelYamlThatIsNotUnderstood(String yaml, String words) throws IOException {
    Path file = copyTo("mine").resolve(ModelSpec.FILE);
    Files.writeString(file, yaml);

    assertThatThrownBy(() -> new ModelRepository(directory).open("mine"))
        .isInstanceOf(ModelException.class)
        .hasMessageStartingWith(file.toString())
        .hasMessageContaining(words);
  }

  /** Each key taken away, and each value replaced by one of another kind. */
  @Test
  void everyDamagedKeyOfAModelYamlIsRefusedInPlainWords() throws IOException {
    Path file = copyTo("mine").resolve(ModelSpec.FILE);
    String good = Files.readString(file);
    int refused = 0;
    for (Matcher key = Pattern.compile("([a-z0-9-]+): *").matcher(good); key.find(); ) {
      for (String value :
          List.of("", "~, x: ", "[], x: ", "{}, x: ", "[~], x: ", "-1, x: ", "\"")) {
        String damaged = good.substring(0, key.end()) + value + good.substring(key.end());
        Files.writeString(file, value.isEmpty() ? good.replace(key.group(), "") : damaged);
        try {
          ModelBundle model = new ModelRepository(directory).open("mine");
          model.describe();
          model.spec().networkAs(NanoDetNetwork.class);
        } catch (ModelException e) {
          refused++;
          assertThat(e.getMessage())
              .contains("mine")
              .doesNotContain("java", "Exception", "Deserial", "fasterxml", "snakeyaml", "while ");
        }
      }
    }
    assertThat(refused).isGreaterThan(100);
  }

  @Test
  void aModelHasTheNameOfItsFolder() throws IOException {
    copyTo("copied");

    ModelBundle model = new ModelRepository(directory).open("copied");

    assertThat(model.spec().name()).isEqualTo("copied");
    assertThat(model.describe().name()).isEqualTo("copied");
  }

  @Test
  void namesAnUnknownFamily() throws IOException {
    Path file = copyTo("mine").resolve(ModelSpec.FILE);
    Files.writeString(file, Files.readString(file).replace("family: nanodet", "family: yolo"));
    ModelBundle model = new ModelRepository(directory).open("mine");

    assertThatThrownBy(
            () -> DetectorFamilies.detectors(model, new DetectorSettings(PictureLimits.DEFAULT)))
        .hasMessageContaining("yolo")
        .hasMessageContaining("nanodet");
  }

  @Test
  void refusesAFileOutsideTheModelsFolder() throws IOException {
    Path file = copyTo("mine").resolve(ModelSpec.FILE);
    Files.writeString(
        file, Files.readString(file).replace("path: symbol.json", "path: ../symbol.json"));
    Files.copy(BUILT_IN.resolve("symbol.json"), directory.resolve("symbol.json"));
    ModelBundle model = new ModelRepository(directory).open("mine");

    assertThatThrownBy(model::symbolJson).isInstanceOf(ModelException.class);
  }

  private Path copyTo(String name) throws IOException {
    Path folder = Files.createDirectory(directory.resolve(name));
    try (Stream<Path> files = Files.list(BUILT_IN)) {
      for (Path file : files.toList()) {
        Files.copy(file, folder.resolve(file.getFileName()));
      }
    }
    return folder;
  }
}
