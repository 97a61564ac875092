package dev.retinagate.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.retinagate.support.CommandRun;
import io.vertx.core.json.JsonObject;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The built-in model by the command line. */
@Tag("side-by-side")
class DetectCommandIT {

  private static final Path PICTURES = Path.of("src", "test", "resources", "pictures");
  private static final String ASTRONAUT = PICTURES.resolve("astronaut.jpg").toString();
  private static final String CHELSEA = PICTURES.resolve("chelsea.jpg").toString();
  private static final String COFFEE = PICTURES.resolve("coffee.jpg").toString();

  @TempDir private Path folder;

  @Test
  void jsonLinesAreTheApisObjectWithTheFilesName() {
    CommandRun run = CommandRun.of("detect", ASTRONAUT, CHELSEA, COFFEE);

    assertThat(run.status()).as(run.err()).isZero();
    assertThat(run.err()).isEmpty();
    List<JsonObject> lines = run.lines().stream().map(JsonObject::new).toList();
    assertThat(lines)
        .extracting(line -> line.getString("name"))
        .containsExactly(ASTRONAUT, CHELSEA, COFFEE);
    assertThat(lines).allSatisfy(DetectCommandIT::assertAnswer);
    assertThat(lines).extracting(line -> line.getString("requestId")).doesNotHaveDuplicates();
    assertThat(lines)
        .extracting(line -> line.getJsonObject("image").encode())
        .containsExactly(
            "{\"width\":512,\"height\":512}",
            "{\"width\":451,\"height\":300}",
            "{\"width\":600,\"height\":400}");
    assertThat(labels(lines.get(0))).contains("person");
    assertThat(labels(lines.get(1))).contains("cat");
    assertThat(labels(lines.get(2))).contains("cup");
  }

  @Test
  void rulesHoldWhateverTheAnswerKeeps() throws IOException {
    Path drawn = folder.resolve("drawn");

    CommandRun run =
        CommandRun.of(
            "detect",
            "--max=1",
            "--threshold=0.99",
            "--forbid=person@0.4/left,cat",
            "--expect=chair@0.2,cow",
            "--count=person@0.4/right,chair@0.2",
            "--zone=left:0,0,0.5,0,0.5,1,0,1",
            "--zone=right:0.5,0,1,0,1,1,0.5,1",
            "--annotate=" + drawn,
            ASTRONAUT);

    assertThat(run.status()).as(run.err()).isZero();
    JsonObject line = new JsonObject(run.lines().get(0));
    assertThat(line.getJsonArray("detections")).isEmpty();
    JsonObject assessment = line.getJsonObject("assessment");
    assertThat(assessment.getBoolean("alert")).isTrue();
    assertThat(assessment.getJsonArray("intruders")).hasSize(1);
    JsonObject intruder = assessment.getJsonArray("intruders").getJsonObject(0);
    assertThat(intruder.getString("label")).isEqualTo("person");
    assertThat(intruder.getString("zone")).isEqualTo("left");
    assertThat(intruder.getDouble("score")).isGreaterThan(0.4);
    assertThat(assessment.getJsonArray("missing").encode())
        .isEqualTo("[{\"label\":\"cow\",\"expected\":1,\"found\":0}]");
    assertThat(assessment.getJsonArray("counts").getJsonObject(0).encode())
        .isEqualTo("{\"label\":\"person\",\"count\":0,\"zone\":\"right\"}");
    assertThat(assessment.getJsonArray("counts").getJsonObject(1).getInteger("count")).isPositive();
    BufferedImage picture = ImageIO.read(drawn.resolve("astronaut.jpg").toFile());
    // The middle of the left edge of the intruder's box, which no detection of the answer has.
    JsonObject box = intruder.getJsonObject("box");
    int colour =
        picture.getRGB(
            (int) Math.round(box.getDouble("x")),
            (int) Math.round(box.getDouble("y") + box.getDouble("height") / 2));
    assertThat(colour >> 16 & 0xff).isGreaterThan(150);
    assertThat(colour >> 8 & 0xff).isLessThan(90);
  }

  @Test
  void filesThatFailAreProblemsInTheirPlaceAndTheStatusIsOne() throws IOException {
    Path text = Files.writeString(folder.resolve("text.jpg"), "no picture at all");
    Path missing = folder.resolve("missing.jpg");

    CommandRun run =
        CommandRun.of("detect", "--format", "jsonl", text.toString(), CHELSEA, missing.toString());

    assertThat(run.status()).isEqualTo(1);
    assertThat(run.err()).isEmpty();
    List<JsonObject> lines = run.lines().stream().map(JsonObject::new).toList();
    assertThat(lines).hasSize(3);
    assertProblem(lines.get(0), text, 415);
    assertAnswer(lines.get(1));
    assertThat(lines.get(2).getString("name")).isEqualTo(missing.toString());
    assertThat(lines.get(2).getJsonObject("problem").getString("detail"))
        .isEqualTo("there is no such file");
  }

  @Test
  void textIsALineAFileAndALineADetection() {
    Path missing = folder.resolve("missing.jpg");

    CommandRun run = CommandRun.of("detect", "--format", "text", CHELSEA, missing.toString());

    assertThat(run.status()).isEqualTo(1);
    assertThat(run.lines()).first().asString().matches("\\S+chelsea\\.jpg: [1-9][0-9]* found");
    assertThat(run.lines().subList(1, run.lines().size()))
        .isNotEmpty()
        .allSatisfy(
            line ->
                assertThat(line)
                    .matches(
                        "  [a-z ]{16,} 0\\.[0-9]{3}  x [0-9]+  y [0-9]+  width [0-9]+  height [0-9]+"))
        .anySatisfy(line -> assertThat(line).startsWith("  cat "));
    assertThat(run.err().lines()).containsExactly(missing + ": there is no such file");
  }

  @Test
  void thresholdAndMaxLimitTheDetections() {
    CommandRun all = CommandRun.of("detect", "--format", "jsonl", "--threshold", "0.05", COFFEE);
    CommandRun best =
        CommandRun.of("detect", "--format", "jsonl", "--threshold", "0.05", "--max", "2", COFFEE);

    List<Object> few = new JsonObject(best.out()).getJsonArray("detections").stream().toList();
    assertThat(few).hasSize(2);
    assertThat(new JsonObject(all.out()).getJsonArray("detections").stream())
        .hasSizeGreaterThan(2)
        .startsWith(few.toArray());
  }

  @Test
  void annotatedPicturesAreJpegsOfTheSameSize() throws IOException {
    Path drawn = folder.resolve("drawn");

    CommandRun run = CommandRun.of("detect", "--annotate", drawn.toString(), CHELSEA, COFFEE);

    assertThat(run.status()).as(run.err()).isZero();
    assertThat(names(drawn)).containsExactly("chelsea.jpg", "coffee.jpg");
    assertThat(drawn.resolve("coffee.jpg"))
        .binaryContent()
        .startsWith(0xff, 0xd8)
        .isNotEqualTo(Files.readAllBytes(Path.of(COFFEE)));
    BufferedImage picture = ImageIO.read(drawn.resolve("coffee.jpg").toFile());
    assertThat(picture.getWidth()).isEqualTo(600);
    assertThat(picture.getHeight()).isEqualTo(400);
  }

  @Test
  void annotatedPicturesReplaceNeitherEachOtherNorTheirOriginals() throws IOException {
    Path original = Files.copy(Path.of(CHELSEA), folder.resolve("cat.jpg"));
    Path other = Files.createDirectory(folder.resolve("other")).resolve("cat.jpg");
    Files.copy(Path.of(COFFEE), other);

    CommandRun run =
        CommandRun.of(
            "detect", "--annotate", folder.toString(), original.toString(), other.toString());

    assertThat(run.status()).as(run.err()).isZero();
    assertThat(original).hasSameBinaryContentAs(Path.of(CHELSEA));
    assertThat(names(folder)).containsExactly("cat-2.jpg", "cat-3.jpg", "cat.jpg", "other");
    assertThat(ImageIO.read(folder.resolve("cat-2.jpg").toFile()).getWidth()).isEqualTo(451);
    assertThat(ImageIO.read(folder.resolve("cat-3.jpg").toFile()).getWidth()).isEqualTo(600);
  }

  @Test
  void aFileInPlaceOfTheFolderForAnnotatedPicturesIsNamed() throws IOException {
    Path file = Files.createFile(folder.resolve("drawn"));

    CommandRun run = CommandRun.of("detect", "--annotate", file.toString(), CHELSEA);

    assertThat(run.status()).isEqualTo(1);
    assertThat(run.out()).isEmpty();
    assertThat(run.err().lines()).containsExactly(file + ": it exists and is not a folder");
  }

  @Test
  void anUnknownModelIsNamedWithTheKnownOnes() {
    CommandRun run = CommandRun.of("detect", "--model", "nanodet-x", CHELSEA);

    assertThat(run.status()).isEqualTo(1);
    assertThat(run.out()).isEmpty();
    assertThat(run.err().lines()).singleElement().asString().contains("'nanodet-x'", "nanodet-g");
  }

  private static void assertAnswer(JsonObject line) {
    assertThat(line.fieldNames())
        .containsExactly("name", "requestId", "model", "image", "detections", "timing");
    assertThat(line.getString("requestId")).isNotBlank();
    assertThat(line.getString("model")).isEqualTo("nanodet-g");
    assertThat(line.getJsonObject("timing").fieldNames())
        .containsExactly("receiveMs", "queueMs", "decodeMs", "inferenceMs", "totalMs");
    assertThat(line.getJsonObject("timing").getDouble("inferenceMs")).isPositive();
    assertThat(line.getJsonArray("detections"))
        .isNotEmpty()
        .allSatisfy(
            one -> {
              JsonObject detection = (JsonObject) one;
              assertThat(detection.fieldNames())
                  .containsExactly("label", "classId", "score", "box");
              assertThat(detection.getDouble("score")).isBetween(0.3, 1.0);
              assertThat(detection.getJsonObject("box").fieldNames())
                  .containsExactly("x", "y", "width", "height");
            });
  }

  private static void assertProblem(JsonObject line, Path file, int status) {
    assertThat(line.fieldNames()).containsExactly("name", "problem");
    assertThat(line.getString("name")).isEqualTo(file.toString());
    JsonObject problem = line.getJsonObject("problem");
    assertThat(problem.fieldNames())
        .containsExactlyInAnyOrder("type", "title", "status", "detail", "requestId");
    assertThat(problem.getInteger("status")).isEqualTo(status);
  }

  private static List<String> labels(JsonObject line) {
    return line.getJsonArray("detections").stream()
        .map(one -> ((JsonObject) one).getString("label"))
        .toList();
  }

  private static List<String> names(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }
}
