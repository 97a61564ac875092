package dev.retinagate.cli;

import dev.retinagate.config.ConfigException;
import dev.retinagate.config.FileNames;
import dev.retinagate.engine.MxnetEnvironment;
import dev.retinagate.image.PictureLimits;
import dev.retinagate.model.DetectorSettings;
import dev.retinagate.model.ModelBundle;
import dev.retinagate.model.ModelRepository;
import dev.retinagate.model.ModelSpec;
import dev.retinagate.model.Precision;
import dev.retinagate.model.PrecisionLoss;
import dev.retinagate.modeltools.evaluate.GroundTruth;
import dev.retinagate.modeltools.evaluate.GroundTruthException;
import dev.retinagate.modeltools.evaluate.PictureFiles;
import dev.retinagate.modeltools.verify.Verification;
import dev.retinagate.modeltools.verify.VerifiedFile;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code model verify}: measures what a precision loses, for {@code precision: auto}. */
@Command(
    name = "verify",
    description =
        "Measures what bf16 or int8 loses against fp32, and writes it into model.yaml, where"
            + " precision auto looks for it.",
    mixinStandardHelpOptions = true,
    versionProvider = VersionProvider.class)
final class VerifyCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;
  @ParentCommand private ModelCommand model;

  @Parameters(paramLabel = "NAME", description = "The model.")
  private String name;

  @Option(
      names = "--precision",
      paramLabel = "bf16|int8",
      required = true,
      converter = PrecisionConverter.class,
      description = "The precision to compare with fp32.")
  private Precision precision;

  @Option(
      names = "--pictures",
      paramLabel = "DIR",
      required = true,
      description = "Pictures of the kind that the model is for, best a hundred.")
  private Path pictures;

  @ArgGroup private EvaluateCommand.Truth truth;

  @Override
  public Integer call() throws GroundTruthException, ConfigException {
    if (precision != Precision.BF16 && precision != Precision.INT8) {
      throw new ParameterException(
          spec.commandLine(), "--precision: '" + precision.word() + "' is none of bf16, int8");
    }
    Path directory = model.directory();
    MxnetEnvironment.prepare(Runtime.getRuntime().availableProcessors());
    ModelBundle bundle = new ModelRepository(directory).open(name);
    Optional<GroundTruth> known =
        truth == null
            ? Optional.empty()
            : Optional.of(truth.load(pictures, bundle.describe().labels()));
    PrintWriter out = spec.commandLine().getOut();
    List<Path> files = known.isPresent() ? known.get().pictures() : PictureFiles.under(pictures);
    PrecisionLoss loss;
    try (Progress progress = new Progress(spec.commandLine().getErr(), files.size())) {
      loss =
          Verification.run(
              bundle,
              new DetectorSettings(PictureLimits.DEFAULT),
              precision,
              files,
              known,
              new Verification.Watcher() {
                @Override
                public void finished() {
                  progress.step();
                }

                @Override
                public void leftOut(String reason) {
                  progress.say(reason);
                }
              });
    }
    Verification.report(precision, loss).forEach(out::println);
    write(directory.resolve(name), bundle.spec(), loss, out);
    out.flush();
    return ExitCode.OK;
  }

  /** The model in the jar cannot be written to. */
  private void write(Path folder, ModelSpec written, PrecisionLoss loss, PrintWriter out) {
    if (Files.isDirectory(folder)) {
      VerifiedFile.write(folder, written.verified(precision.word(), loss));
      out.println("wrote " + FileNames.text(folder.resolve(ModelSpec.FILE)));
    } else {
      out.println("not written: the model is in the jar, not in " + FileNames.text(folder));
    }
  }
}
