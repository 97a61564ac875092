package dev.retinagate.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.retinagate.config.Config;
import dev.retinagate.detection.Detection;
import dev.retinagate.detection.DetectorException;
import dev.retinagate.detection.DetectorFactory;
import dev.retinagate.support.RandomScene;
import dev.retinagate.support.StubDetectors;
import dev.retinagate.worker.AnnotatedPicture;
import dev.retinagate.worker.Annotator;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

/** Over stub detectors, whose pictures are texts. */
class DetectCommandTest {

  @TempDir private Path folder;
  private final Recorder engine = new Recorder();
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Test
  void aFolderStandsForThePicturesInItByName() throws IOException {
    Path b = picture("b.jpg");
    Path a = picture("a.PNG");
    picture("sub/c.jpg");
    Files.writeString(folder.resolve("notes.txt"), "no picture");

    assertThat(run(folder.toString())).isZero();

    assertThat(lines()).extracting(line -> line.getString("name")).containsExactly("" + a, "" + b);
  }

  @Test
  void aDashIsStandardInput() throws IOException {
    InputStream original = System.in;
    System.setIn(new ByteArrayInputStream("cat".getBytes(StandardCharsets.UTF_8)));
    try {
      assertThat(run("-")).isZero();
    } finally {
      System.setIn(original);
    }
    assertThat(lines().get(0).getString("name")).isEqualTo("-");
    assertThat(lines().get(0).getJsonArray("detections")).hasSize(1);
  }

  @Test
  void faultsOfFilesStandInTheirOrderAndHideNoOther() throws IOException {
    Path cat = picture("cat.jpg");
    Path empty = Files.createFile(folder.resolve("empty.jpg"));
    Path nothing = Files.createDirectory(folder.resolve("nothing"));
    Path missing = folder.resolve("missing.jpg");

    assertThat(run("" + missing, "" + cat, "" + empty, "" + nothing)).isEqualTo(1);

    assertThat(lines())
        .extracting(line -> line.getJsonObject("problem", new JsonObject()).getString("detail"))
        .containsExactly(
            "there is no such file",
            null,
            "the file is empty",
            "the folder has no picture (JPEG, PNG, WebP, BMP) in it");
    assertThat(lines().get(0).getJsonObject("problem").fieldNames())
        .containsExactly("type", "title", "detail");
    assertThat(err.toString()).isEmpty();
  }

  @Test
  void withoutAnyUsableFileTheEngineIsNotLoaded() throws IOException {
    assertThat(run("--format", "text", folder.resolve("missing.jpg").toString())).isEqualTo(1);

    assertThat(engine.configurations).isEmpty();
    assertThat(err.toString().strip())
        .isEqualTo(folder.resolve("missing.jpg") + ": there is no such file");
  }

  @Test
  void flagsAreOnTopOfTheConfigurationFile() throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("retinagate.yaml"),
            "{model: {name: mine, precision: fp32}, detection: {max: 7, threshold: 0.25}}");
    Path cat = picture("cat.jpg");

    assertThat(run("--config", "" + file, "--precision", "int8", "--max", "9", "" + cat)).isZero();

    Config config = engine.configurations.get(0);
    assertThat(config.model().name()).isEqualTo("mine");
    assertThat(config.model().precision()).isEqualTo("int8");
    assertThat(config.detection().max()).isEqualTo(9);
    assertThat(config.detection().threshold()).contains(0.25f);
  }

  @Test
  void allCoresAreOneDetectors() throws IOException {
    run("" + picture("cat.jpg"));

    Config config = engine.configurations.get(0);
    assertThat(config.workers().count()).isEqualTo(1);
    assertThat(config.workers().engineThreads())
        .isEqualTo(Runtime.getRuntime().availableProcessors());
  }

  @Test
  void aWrongConfigurationIsAUsageErrorThatNamesEverything() throws IOException {
    Path file =
        Files.writeString(folder.resolve("bad.yaml"), "{model: {precision: fp16}, http: 8}");

    assertThat(run("--config", "" + file, "" + picture("cat.jpg"))).isEqualTo(2);
    assertThat(err.toString().lines())
        .containsExactlyInAnyOrder(
            "http (from %s) is not a key but the name of a group, such as http.host, http.port, http.event-loops"
                .formatted(file),
            "model.precision: 'fp16' (from %s) is not auto, fp32, bf16 or int8".formatted(file));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          --threshold | 1.5 | detection.threshold: '1.5' (from the command line) is not auto, or a number, 0..1
          --threshold | NaN | detection.threshold: 'NaN' (from the command line) is not auto, or a number, 0..1
          --max       | 0   | detection.max: '0' (from the command line) is not a whole number, 1..300
          --max       | 301 | detection.max: '301' (from the command line) is not a whole number, 1..300
          """)
  void aNumberOutOfRangeIsAUsageError(String option, String value, String message)
      throws IOException {
    assertThat(run(option, value, "" + picture("cat.jpg"))).isEqualTo(2);
    assertThat(err.toString().strip()).isEqualTo(message);
  }

  @Test
  void aModelThatCannotBeOpenedIsOneLine() throws IOException {
    engine.failure = new DetectorException("there is no model 'x'");

    assertThat(run("" + picture("cat.jpg"))).isEqualTo(1);
    assertThat(err.toString().strip()).isEqualTo("there is no model 'x'");
    assertThat(out.toString()).isEmpty();
  }

  @Test
  void anAnnotatedPictureThatCannotBeWrittenHidesNoOther() throws IOException {
    Path photograph = Path.of("src", "test", "resources", "pictures", "chelsea.jpg");
    Path first = Files.copy(photograph, folder.resolve("first.jpg"));
    Path second = Files.copy(photograph, folder.resolve("second.jpg"));
    Path drawn = folder.resolve("drawn");
    Files.createDirectories(drawn.resolve("first.jpg"));

    assertThat(run("--annotate", "" + drawn, "" + first, "" + second)).isEqualTo(1);

    assertThat(lines().get(0).getJsonObject("problem").getString("type"))
        .isEqualTo("urn:retinagate:problem:not-annotated");
    assertThat(lines().get(0).getJsonObject("problem").getString("detail"))
        .startsWith(drawn.resolve("first.jpg") + " cannot be written: ");
    assertThat(lines().get(1).getJsonArray("detections")).hasSize(1);
    assertThat(drawn.resolve("second.jpg")).isNotEmptyFile();
  }

  @Test
  void rulesZonesAndSuppressionAreThoseOfTheApi() throws IOException {
    Path picture = Files.writeString(folder.resolve("random.jpg"), "random:3");

    assertThat(
            run(
                "--max=1",
                "--threshold=0.6",
                "--forbid=cat@0.1/left,person/whole",
                "--expect=cup:99",
                "--count=cup@0",
                "--zone=left:0,0,0.5,0,0.5,1,0,1",
                "--zone=whole:0,0,1,0,1,1,0,1",
                "--iou=0.4",
                "--agnostic",
                "" + picture))
        .isZero();

    JsonObject line = lines().get(0);
    List<Detection> everything =
        new RandomScene(3, List.of("person", "cat", "cup")).everything(0.4);
    long cups = everything.stream().filter(one -> one.label().equals("cup")).count();
    assertThat(line.getJsonArray("detections")).hasSize(1);
    JsonObject assessment = line.getJsonObject("assessment");
    assertThat(assessment.getBoolean("alert")).isTrue();
    assertThat(assessment.getJsonArray("intruders").stream())
        .extracting(one -> ((JsonObject) one).getString("zone"))
        .contains("left", "whole");
    assertThat(assessment.getJsonArray("missing").getJsonObject(0).getInteger("expected"))
        .isEqualTo(99);
    assertThat(assessment.getJsonArray("counts").getJsonObject(0).getLong("count")).isEqualTo(cups);
  }

  @Test
  void rulesAreLinesOfTheirOwnForPeople() throws IOException {
    Path cat = picture("cat.jpg");

    assertThat(
            run(
                "--format=text",
                "--forbid=cat/left",
                "--expect=cup:2",
                "--count=cat",
                "--zone=left:0,0,0.5,0,0.5,1,0,1",
                "" + cat))
        .isZero();

    assertThat(out.toString().lines().skip(1))
        .containsExactly(
            "  cat              0.912  x 12  y 30  width 101  height 220",
            "  INTRUDER cat in left 0.912  x 12  y 30  width 101  height 220",
            "  MISSING cup: 0 of 2",
            "  COUNT cat: 1");
  }

  @Test
  void aWrongRuleIsToldInTheWordsOfTheApiBeforeAPictureIsLookedAt() throws IOException {
    assertThat(run("--forbid=cst", "" + picture("cat.jpg"))).isEqualTo(2);

    assertThat(out.toString()).isEmpty();
    assertThat(err.toString())
        .contains("'forbid' has 'cst', which is not a label of this model (did you mean cat");
  }

  private int run(String... arguments) {
    CommandLine command = RootCommand.commandLine(engine);
    command.setOut(new PrintWriter(out, true));
    command.setErr(new PrintWriter(err, true));
    List<String> all = new ArrayList<>(List.of("detect"));
    all.addAll(List.of(arguments));
    return command.execute(all.toArray(new String[0]));
  }

  private List<JsonObject> lines() {
    return out.toString().lines().map(JsonObject::new).toList();
  }

  private Path picture(String name) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, "cat");
  }

  private static final class Recorder implements Backend {

    private final List<Config> configurations = new ArrayList<>();
    private DetectorException failure;

    @Override
    public DetectorFactory open(Config config) {
      configurations.add(config);
      if (failure != null) {
        throw failure;
      }
      return new StubDetectors();
    }

    @Override
    public List<DetectorFactory> openAll(Config config) {
      return List.of(open(config));
    }

    @Override
    public Annotator annotator(Config config) {
      return (picture, found, format) -> new AnnotatedPicture(Buffer.buffer(), 1);
    }

    @Override
    public void exit(int status) {
      throw new AssertionError("detect ends by its status");
    }
  }
}
