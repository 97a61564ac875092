package dev.retinagate.cli;

import dev.retinagate.config.ConfigException;
import dev.retinagate.detection.Detector;
import dev.retinagate.detection.DetectorFactory;
import dev.retinagate.detection.Labels;
import dev.retinagate.modeltools.evaluate.CocoAnnotations;
import dev.retinagate.modeltools.evaluate.Evaluation;
import dev.retinagate.modeltools.evaluate.EvaluationReport;
import dev.retinagate.modeltools.evaluate.GroundTruth;
import dev.retinagate.modeltools.evaluate.GroundTruthException;
import dev.retinagate.modeltools.evaluate.YoloLabels;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code evaluate}: measures a model's accuracy. */
@Command(
    name = "evaluate",
    description = "Measures COCO mean average precision over pictures whose content is known.",
    mixinStandardHelpOptions = true,
    versionProvider = VersionProvider.class)
final class EvaluateCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;
  @Mixin private ConfigOptions options;

  private final Backend engine;

  @Option(
      names = "--images",
      paramLabel = "DIR",
      required = true,
      description = "Folder of the pictures.")
  private Path images;

  @ArgGroup(multiplicity = "1")
  private Truth truth;

  /** Either of the two kinds of ground truth. */
  static final class Truth {

    @Option(
        names = "--labels",
        paramLabel = "DIR",
        description =
            "Folder of YOLO label files, one a picture, under its name: lines of class cx cy w h,"
                + " or of class and an outline, as shares of the picture's sides.")
    private Path labels;

    @Option(
        names = "--annotations",
        paramLabel = "FILE",
        description = "COCO annotations: instances as JSON.")
    private Path annotations;

    GroundTruth load(Path images, Labels model) throws GroundTruthException {
      return labels != null
          ? YoloLabels.load(images, labels, model)
          : CocoAnnotations.load(images, annotations, model);
    }
  }

  EvaluateCommand(Backend engine) {
    this.engine = engine;
  }

  @Override
  public Integer call() throws ConfigException, GroundTruthException {
    DetectorFactory detectors = engine.open(options.loadForOneDetector());
    GroundTruth known = truth.load(images, detectors.model().labels());
    try (Detector detector = new QuietDetector(detectors.create());
        Progress progress = new Progress(spec.commandLine().getErr(), known.pictures().size())) {
      EvaluationReport report =
          Evaluation.run(
              detector, known, Evaluation.DEFAULT_QUERY, (done, total) -> progress.step());
      spec.commandLine().getOut().print(report.text());
      spec.commandLine().getOut().flush();
      return report.failures().isEmpty() ? ExitCode.OK : ExitCode.SOFTWARE;
    }
  }
}
