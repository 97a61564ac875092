package dev.retinagate.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.retinagate.support.Faults;
import dev.retinagate.support.JarRun;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The jar in the locale C, which containers, cron and systemd units have. */
class LocaleIT {

  private static final Path CHELSEA =
      Path.of("src", "test", "resources", "pictures", "chelsea.jpg").toAbsolutePath();

  @TempDir private Path folder;

  @BeforeEach
  void needsALocaleOfItsOwnThatKnowsTheNames() {
    assumeThat(System.getProperty("sun.jnu.encoding"))
        .as("charset of file names")
        .isEqualTo("UTF-8");
  }

  @Test
  void aNameThatIsNotAsciiIsReadAndTheOthersAreToo() throws Exception {
    Path green = Files.copy(CHELSEA, folder.resolve("Grün 猫.jpg"));
    Path missing = folder.resolve("fehlt-ü.jpg");

    JarRun run = inC("detect", "--precision", "fp32", "" + green, "" + missing, "" + CHELSEA);

    assertThat(run.status()).isEqualTo(1);
    assertThat(run.err()).isEmpty();
    assertThat(run.lines().map(JsonObject::new).map(line -> line.getString("name")))
        .containsExactly("" + green, "" + missing, "" + CHELSEA);
  }

  @Test
  void aNameThatIsNotUtf8IsReadAsWell() throws Exception {
    Path folderOfIt = Files.createDirectory(folder.resolve("latin1"));
    Path latin1 = Path.of(URI.create(folderOfIt.toUri() + "caf%E9.jpg"));
    Files.copy(CHELSEA, latin1);

    JarRun run = inC("detect", "" + folderOfIt);

    assertThat(run.status()).as(run.err()).isZero();
    assertThat(new JsonObject(run.out()).getString("name")).endsWith("caf\uFFFD.jpg");
  }

  @Test
  void annotatedPicturesKeepTheirNamesInAFolderThatIsNotAsciiEither() throws Exception {
    Path green = Files.copy(CHELSEA, folder.resolve("Grün.jpg"));
    Path drawn = folder.resolve("gemalt-ä");

    JarRun run = inC("detect", "--annotate", "" + drawn, "" + green);

    assertThat(run.status()).as(run.err()).isZero();
    assertThat(drawn.resolve("Grün.jpg")).isNotEmptyFile();
  }

  @Test
  void labelsThatAreNotAsciiComeOutAsUtf8() throws Exception {
    Path models = Files.createDirectories(folder.resolve("modèles"));
    copyModel(models.resolve("uni"), "person, bicycle", "Fußgänger 人, bicycle");

    JarRun run =
        inC(
            "detect",
            "--models",
            "" + models,
            "--model",
            "uni",
            "" + CHELSEA.resolveSibling("astronaut.jpg"));

    assertThat(run.status()).as(run.err()).isZero();
    assertThat(run.out()).contains("\"label\":\"Fußgänger 人\"");
  }

  @Test
  void theConfigurationMayHaveSuchANameAndSuchPathsInIt() throws Exception {
    Path models = Files.createDirectories(folder.resolve("modèles"));
    copyModel(models.resolve("mine"), "person", "person");
    Path file =
        Files.writeString(
            folder.resolve("ö.yaml"), "model: {name: mine, directory: '" + models + "'}");

    JarRun byFile = inC("detect", "--config", "" + file, "" + CHELSEA);
    JarRun byVariable =
        new JarRun.Builder("model", "list")
            .environment("LC_ALL", "C")
            .environment("RETINAGATE_MODEL_DIRECTORY", "" + models)
            .run();
    JarRun missing = inC("detect", "--config", folder.resolve("fehlt-ü.yaml").toString(), "x");

    assertThat(byFile.out()).contains("\"model\":\"mine\"");
    assertThat(byVariable.out()).as(byVariable.err()).contains("mine ");
    assertThat(missing.err()).contains("fehlt-ü.yaml cannot be read: there is no such file");
  }

  @ParameterizedTest
  @ValueSource(strings = {"--labels", "--annotations"})
  void anEvaluationOfSuchNamesIsThatOfOthers(String truth) throws Exception {
    Path faults = Faults.path("F10-labels");
    Path coco =
        Files.writeString(
            folder.resolve("é.json"),
            "{\"images\": [{\"id\": 1, \"file_name\": \"x\\\\Grün 猫.jpg\"},"
                + " {\"id\": 2, \"file_name\": \"plain.jpg\"}],"
                + " \"categories\": [{\"id\": 17, \"name\": \"cat\"}],"
                + " \"annotations\": [{\"image_id\": 1, \"category_id\": 17, \"bbox\": [1, 0, 220, 148]},"
                + " {\"image_id\": 2, \"category_id\": 17, \"bbox\": [1, 0, 220, 148]}]}");

    JarRun run =
        inC(
            "evaluate",
            "--images",
            "" + faults.resolve("names"),
            truth,
            "" + (truth.equals("--labels") ? faults.resolve("labels") : coco));

    assertThat(run.status()).as(run.err()).isZero();
    assertThat(run.lines()).first().asString().contains("2 pictures, 2 objects of 1 classes");
  }

  @Test
  void aWorkingDirectoryOfSuchANameIsAnsweredByASentence() throws Exception {
    Path here = Files.createDirectory(folder.resolve("dür"));

    JarRun run = new JarRun.Builder("model", "list").environment("LC_ALL", "C").in(here).run();

    assertThat(run.status()).isEqualTo(2);
    assertThat(run.err().lines())
        .singleElement()
        .asString()
        .startsWith("the name of the working directory has characters that the locale's charset")
        .endsWith("set LC_ALL=C.UTF-8, or start in another folder");
  }

  private static void copyModel(Path target, String from, String to) throws IOException {
    Files.createDirectory(target);
    for (String name : List.of("calibration.txt", "network.params", "symbol.json")) {
      Files.copy(Path.of("models", "nanodet-g", name), target.resolve(name));
    }
    String yaml = Files.readString(Path.of("models", "nanodet-g", "model.yaml"));
    Files.writeString(target.resolve("model.yaml"), yaml.replace(from, to));
  }

  private static JarRun inC(String... arguments) throws Exception {
    return new JarRun.Builder(arguments).environment("LC_ALL", "C").run();
  }
}
