package dev.retinagate.cli;

import dev.retinagate.config.Config;
import dev.retinagate.config.ConfigException;
import dev.retinagate.config.FileProblem;
import dev.retinagate.detection.DetectionQuery;
import dev.retinagate.detection.Detector;
import dev.retinagate.detection.DetectorFactory;
import dev.retinagate.detection.PictureException;
import dev.retinagate.detection.Scene;
import dev.retinagate.http.detect.DetectionsJson;
import dev.retinagate.image.PictureAnnotator;
import dev.retinagate.image.PictureFormat;
import dev.retinagate.image.PictureLimits;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code detect}: finds objects in files without a server. */
@Command(
    name = "detect",
    description = "Finds the objects in picture files, without a server.",
    mixinStandardHelpOptions = true,
    versionProvider = VersionProvider.class)
final class DetectCommand implements Callable<Integer> {

  /** How the answers are printed. */
  enum Format {
    /** A JSON object a line, as POST /detect answers it, with the file's name. */
    JSONL,
    /** For people. */
    TEXT
  }

  @Spec private CommandSpec spec;
  @Mixin private ConfigOptions options;
  @Mixin private SceneOptions scene;

  private final Backend engine;
  private PictureLimits limits;

  @Option(
      names = "--threshold",
      paramLabel = "T",
      description = "Smallest score, 0..1; detection.threshold, by default the model's own.")
  void threshold(String text) {
    options.set("detection.threshold", text);
  }

  @Option(
      names = "--max",
      paramLabel = "N",
      description =
          "Most detections a picture, 1..300; detection.max, 100 by default. A model may have a"
              + " smaller bound of its own.")
  void max(String text) {
    options.set("detection.max", text);
  }

  @Option(
      names = "--format",
      paramLabel = "jsonl|text",
      defaultValue = "jsonl",
      description =
          "A JSON object a picture, in UTF-8, or lines for people; ${DEFAULT-VALUE} by default.")
  private Format format;

  @Option(
      names = "--annotate",
      paramLabel = "DIR",
      description =
          "Also writes each picture with its boxes there, as NAME.jpg; NAME-2.jpg if another"
              + " picture of this run has that name.")
  private Path annotated;

  @Parameters(
      paramLabel = "FILE",
      arity = "1..*",
      description = "Picture files; a folder stands for the pictures in it, - for standard input.")
  private List<Path> files;

  DetectCommand(Backend engine) {
    this.engine = engine;
  }

  @Override
  public Integer call() throws IOException, ConfigException {
    Config config = options.loadForOneDetector();
    List<PictureInput> inputs = PictureInput.of(files);
    List<Path> targets =
        annotated == null
            ? null
            : AnnotatedFiles.of(annotated, inputs.stream().map(PictureInput::drawnAs).toList());
    if (inputs.stream().allMatch(input -> input.fault() != null)) {
      inputs.forEach(input -> fail(input, input.fault()));
      return ExitCode.SOFTWARE;
    }
    DetectorFactory detectors = engine.open(config);
    DetectionQuery query =
        scene.query(
            detectors.model(),
            detectors
                .model()
                .defaultQuery(config.detection().threshold(), config.detection().max()),
            spec.commandLine());
    limits = new PictureLimits(config.picture().maxPixels(), config.picture().maxWork());
    boolean failed = false;
    try (Detector detector = new QuietDetector(detectors.create());
        Progress progress = new Progress(spec.commandLine().getErr(), inputs.size())) {
      for (int i = 0; i < inputs.size(); i++) {
        failed |= !look(detector, query, inputs.get(i), targets == null ? null : targets.get(i));
        progress.step();
      }
    }
    return failed ? ExitCode.SOFTWARE : ExitCode.OK;
  }

  /** Looks at one picture; {@code target} is where its boxes are drawn, or null. */
  private boolean look(Detector detector, DetectionQuery query, PictureInput input, Path target) {
    if (input.fault() != null) {
      fail(input, input.fault());
      return false;
    }
    Scene found;
    long totalNanos;
    try {
      ByteBuffer picture = input.read();
      long start = System.nanoTime();
      found = Scene.of(query, detector.detect(picture, query));
      totalNanos = System.nanoTime() - start;
      if (target != null && !draw(input, picture, found, target)) {
        return false;
      }
    } catch (PictureException e) {
      fail(input, e);
      return false;
    } catch (IOException e) {
      fail(input, FileProblem.reason(e));
      return false;
    }
    print(
        format == Format.JSONL
            ? line(input, detector.model().name(), found, totalNanos)
            : SceneText.of(input.name(), found));
    return true;
  }

  /** A failure here is this picture's alone: the others are looked at all the same. */
  private boolean draw(PictureInput input, ByteBuffer picture, Scene found, Path target)
      throws PictureException {
    try {
      byte[] drawn =
          PictureAnnotator.annotate(picture, found, PictureFormat.JPEG, limits).encoded();
      Files.write(target, drawn);
      return true;
    } catch (IOException e) {
      failToDraw(input, target + " cannot be written: " + FileProblem.reason(e));
    } catch (RuntimeException e) {
      failToDraw(input, "The boxes cannot be drawn: " + e.getMessage());
    }
    return false;
  }

  private void failToDraw(PictureInput input, String fault) {
    fail(input, "not-annotated", "The annotated picture cannot be made", fault);
  }

  private void fail(PictureInput input, PictureException refusal) {
    if (format == Format.JSONL) {
      printProblem(input, DetectionsJson.problem(refusal, requestId()));
    } else {
      spec.commandLine().getErr().println(input.name() + ": " + refusal.getMessage());
    }
  }

  /** A fault of the file and not of the picture in it: the API knows no such problem. */
  private void fail(PictureInput input, String fault) {
    fail(input, "unreadable-file", "The file cannot be read", fault);
  }

  private void fail(PictureInput input, String kind, String title, String fault) {
    if (format == Format.JSONL) {
      printProblem(
          input,
          new JsonObject()
              .put("type", "urn:retinagate:problem:" + kind)
              .put("title", title)
              .put("detail", fault));
    } else {
      spec.commandLine().getErr().println(input.name() + ": " + fault);
    }
  }

  private void printProblem(PictureInput input, JsonObject problem) {
    print(new JsonObject().put("name", input.name()).put("problem", problem).encode());
  }

  private void print(String line) {
    spec.commandLine().getOut().println(line);
    spec.commandLine().getOut().flush();
  }

  private static String line(PictureInput input, String model, Scene found, long totalNanos) {
    return new JsonObject()
        .put("name", input.name())
        .put("requestId", requestId())
        .mergeIn(DetectionsJson.answer(model, found, 0, 0, totalNanos))
        .encode();
  }

  private static String requestId() {
    return UUID.randomUUID().toString();
  }
}
