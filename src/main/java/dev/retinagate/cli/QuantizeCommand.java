package dev.retinagate.cli;

import dev.retinagate.config.ConfigException;
import dev.retinagate.detection.Labels;
import dev.retinagate.engine.MxnetEnvironment;
import dev.retinagate.image.PictureLimits;
import dev.retinagate.model.DetectorSettings;
import dev.retinagate.model.ModelRepository;
import dev.retinagate.modeltools.NewModel;
import dev.retinagate.modeltools.evaluate.FirstPictures;
import dev.retinagate.modeltools.evaluate.GroundTruth;
import dev.retinagate.modeltools.evaluate.GroundTruthException;
import dev.retinagate.modeltools.evaluate.PictureFiles;
import dev.retinagate.modeltools.quantize.QuantizeRequest;
import dev.retinagate.modeltools.quantize.Quantizer;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code model quantize}: makes a model run in 8-bit integers. */
@Command(
    name = "quantize",
    description = "Calibrates a model on real pictures, so that it can run in int8.",
    mixinStandardHelpOptions = true,
    versionProvider = VersionProvider.class)
final class QuantizeCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;
  @ParentCommand private ModelCommand model;

  @Parameters(paramLabel = "NAME", description = "The model.")
  private String name;

  @Option(
      names = "--calibrate",
      paramLabel = "DIR",
      required = true,
      description = "Pictures of the kind that the model is for, best some fifty.")
  private Path pictures;

  @Option(
      names = "--name",
      paramLabel = "NEW",
      description = "A new model's name; without it, the model itself gets int8 added.")
  private String newName;

  @Option(
      names = "--force",
      description = "Replaces an older model of that name, or the calibration of this one.")
  private boolean force;

  @Option(
      names = "--first",
      paramLabel = "N",
      defaultValue = "64",
      description = "How many of the pictures, by name; ${DEFAULT-VALUE} by default.")
  private int first;

  @ArgGroup private EvaluateCommand.Truth truth;

  @Override
  public Integer call() throws GroundTruthException, ConfigException {
    Path directory = model.directory();
    MxnetEnvironment.prepare(Runtime.getRuntime().availableProcessors());
    Labels labels = new ModelRepository(directory).open(name).describe().labels();
    Optional<GroundTruth> known =
        truth == null
            ? Optional.empty()
            : Optional.of(new FirstPictures(truth.load(pictures, labels), first));
    List<Path> files =
        known.isPresent()
            ? known.get().pictures()
            : PictureFiles.under(pictures).stream().limit(first).toList();
    PrintWriter out = spec.commandLine().getOut();
    Path written =
        Quantizer.run(
            new QuantizeRequest(
                name,
                new NewModel(directory, newName == null ? name : newName, force),
                files,
                known,
                "java -jar target/retinagate.jar "
                    + String.join(" ", spec.root().commandLine().getParseResult().originalArgs())),
            new DetectorSettings(PictureLimits.DEFAULT),
            line -> {
              out.println(line);
              out.flush();
            });
    out.println("wrote " + written);
    out.flush();
    return ExitCode.OK;
  }
}
