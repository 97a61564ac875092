package dev.retinagate.cli;

import dev.retinagate.config.FileProblem;
import dev.retinagate.detection.DetectorException;
import dev.retinagate.detection.PictureException;
import dev.retinagate.modeltools.ModelToolException;
import java.io.IOException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.Spec;

/** {@code retinagate}: what there is to run. */
@Command(
    name = "retinagate",
    description = "A reactive, non-blocking gateway for object detection.",
    mixinStandardHelpOptions = true,
    versionProvider = VersionProvider.class)
public final class RootCommand implements Runnable {

  @Spec private CommandSpec spec;

  /** The whole command line, ready to execute. */
  public static CommandLine commandLine() {
    return new CommandLine(new RootCommand())
        .addSubcommand(new ServeCommand(Backend.BUILT_IN))
        .addSubcommand(new DetectCommand())
        .addSubcommand(new EvaluateCommand())
        .addSubcommand(new ModelCommand())
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setExecutionExceptionHandler(RootCommand::explain);
  }

  /**
   * What is expected to fail is told in a sentence; anything else is a defect and keeps its trace.
   */
  private static int explain(Exception failure, CommandLine command, ParseResult parsed)
      throws Exception {
    if (failure instanceof DetectorException
        || failure instanceof ModelToolException
        || failure instanceof PictureException) {
      command.getErr().println(failure.getMessage());
      return ExitCode.SOFTWARE;
    }
    if (failure instanceof IOException file) {
      command.getErr().println(FileProblem.tell(file));
      return ExitCode.SOFTWARE;
    }
    throw failure;
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Which command? See --help.");
  }
}
