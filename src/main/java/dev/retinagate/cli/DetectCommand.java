package dev.retinagate.cli;

import dev.retinagate.detection.Detection;
import dev.retinagate.detection.DetectionQuery;
import dev.retinagate.detection.Detections;
import dev.retinagate.detection.Detector;
import dev.retinagate.detection.DetectorFactory;
import dev.retinagate.detection.PictureException;
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
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code detect}: looks at files without a server. */
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
  @Mixin private ModelOptions model;

  @Option(
      names = "--threshold",
      paramLabel = "T",
      description = "Smallest score, 0..1; by default the model's own.")
  private Float threshold;

  @Option(
      names = "--max",
      paramLabel = "N",
      defaultValue = "100",
      description = "Most detections a picture; ${DEFAULT-VALUE} by default.")
  private int max;

  @Option(
      names = "--format",
      defaultValue = "jsonl",
      description = "${COMPLETION-CANDIDATES}; ${DEFAULT-VALUE} by default.")
  private Format format;

  @Option(
      names = "--annotate",
      paramLabel = "DIR",
      description =
          "Also writes each picture with its boxes there, as NAME.jpg; NAME-2.jpg if another"
              + " picture of this run has that name.")
  private Path annotated;

  @Parameters(paramLabel = "FILE", arity = "1..*", description = "Picture files.")
  private List<Path> files;

  @Override
  public Integer call() throws IOException {
    DetectorFactory detectors = model.detectors();
    DetectionQuery query = query(threshold == null ? detectors.model().threshold() : threshold);
    List<Path> targets = annotated == null ? null : AnnotatedFiles.of(annotated, files);
    boolean failed = false;
    try (Detector detector = detectors.create();
        Progress progress = new Progress(spec.commandLine().getErr(), files.size())) {
      for (int i = 0; i < files.size(); i++) {
        failed |= !look(detector, query, files.get(i), targets == null ? null : targets.get(i));
        progress.step();
      }
    }
    return failed ? ExitCode.SOFTWARE : ExitCode.OK;
  }

  private DetectionQuery query(float smallestScore) {
    try {
      return DetectionQuery.of(smallestScore, max);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage(), e);
    }
  }

  /** Looks at one file; {@code target} is where its boxes are drawn, or null. */
  private boolean look(Detector detector, DetectionQuery query, Path file, Path target)
      throws IOException {
    Detections found;
    long totalNanos;
    byte[] drawn = null;
    try {
      ByteBuffer picture = ByteBuffer.wrap(Files.readAllBytes(file));
      long start = System.nanoTime();
      found = detector.detect(picture, query);
      totalNanos = System.nanoTime() - start;
      if (target != null) {
        drawn =
            PictureAnnotator.annotate(
                    picture, found.found(), PictureFormat.JPEG, PictureLimits.DEFAULT)
                .encoded();
      }
    } catch (PictureException e) {
      fail(file, e);
      return false;
    } catch (IOException e) {
      // No picture has come from the file, which is what Reason.EMPTY stands for.
      fail(
          file,
          new PictureException(
              PictureException.Reason.EMPTY, "The file cannot be read: " + FileProblem.reason(e)));
      return false;
    }
    if (drawn != null) {
      Files.write(target, drawn);
    }
    spec.commandLine()
        .getOut()
        .println(
            format == Format.JSONL
                ? line(file, detector.model().name(), found, totalNanos)
                : text(file, found));
    return true;
  }

  private void fail(Path file, PictureException refusal) {
    if (format == Format.JSONL) {
      JsonObject problem = DetectionsJson.problem(refusal, requestId());
      JsonObject line = new JsonObject().put("name", file.toString()).put("problem", problem);
      spec.commandLine().getOut().println(line.encode());
    } else {
      spec.commandLine().getErr().println(file + ": " + refusal.getMessage());
    }
  }

  private static String line(Path file, String model, Detections found, long totalNanos) {
    return new JsonObject()
        .put("name", file.toString())
        .put("requestId", requestId())
        .mergeIn(DetectionsJson.answer(model, found, 0, totalNanos))
        .encode();
  }

  private static String requestId() {
    return UUID.randomUUID().toString();
  }

  private static String text(Path file, Detections found) {
    StringBuilder text = new StringBuilder();
    text.append(file).append(": ").append(found.found().size()).append(" found");
    for (Detection one : found.found()) {
      text.append(
          String.format(
              Locale.ROOT,
              "%n  %-16s %.3f  x %.0f  y %.0f  width %.0f  height %.0f",
              one.label(),
              one.score(),
              one.box().x(),
              one.box().y(),
              one.box().width(),
              one.box().height()));
    }
    return text.toString();
  }
}
