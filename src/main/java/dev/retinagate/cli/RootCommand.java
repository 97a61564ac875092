package dev.retinagate.cli;

import dev.retinagate.config.ConfigException;
import dev.retinagate.config.FileNames;
import dev.retinagate.config.FileProblem;
import dev.retinagate.config.ValueParsers;
import dev.retinagate.cost.PricesException;
import dev.retinagate.detection.DetectorException;
import dev.retinagate.detection.PictureException;
import dev.retinagate.keys.KeyFileException;
import dev.retinagate.modeltools.ModelToolException;
import dev.retinagate.modeltools.evaluate.GroundTruthException;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** {@code retinagate}: the commands. */
@Command(
    name = "retinagate",
    description = "A reactive, non-blocking gateway for object detection.",
    mixinStandardHelpOptions = true,
    versionProvider = VersionProvider.class)
public final class RootCommand implements Runnable {

  @Spec private CommandSpec spec;

  /** Wide enough for a paramLabel such as auto|fp32|bf16|int8 beside its description. */
  private static final int USAGE_WIDTH = 105;

  private static final int USAGE_OPTION_WIDTH = 40;

  private static final Duration MIN_TIME = Duration.ofMillis(1);
  private static final Duration MAX_TIME = Duration.ofDays(366);

  /**
   * The whole command line, ready to execute. It writes UTF-8 whatever the locale: JSON is UTF-8 by
   * definition, and the log is as well.
   */
  public static CommandLine commandLine() {
    return commandLine(Backend.BUILT_IN)
        .setOut(utf8(FileDescriptor.out))
        .setErr(utf8(FileDescriptor.err));
  }

  /** The same over another engine. */
  static CommandLine commandLine(Backend engine) {
    return new CommandLine(new RootCommand())
        .addSubcommand(new ServeCommand(engine))
        .addSubcommand(new HealthCommand())
        .addSubcommand(new DetectCommand(engine))
        .addSubcommand(new EvaluateCommand(engine))
        .addSubcommand(new UploadCommand(engine))
        .addSubcommand(new PlotCommand())
        .addSubcommand(new ModelCommand())
        .addSubcommand(new KeyCommand())
        .addSubcommand(new CostCommand())
        .addSubcommand(new SimulateCommand())
        .addSubcommand(new CompletionCommand())
        .addSubcommand(new ManualCommand())
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setUsageHelpWidth(USAGE_WIDTH)
        .setUsageHelpLongOptionsMaxWidth(USAGE_OPTION_WIDTH)
        .registerConverter(Path.class, RootCommand::path)
        .registerConverter(Duration.class, RootCommand::time)
        .registerConverter(Integer.class, RootCommand::wholeNumber)
        .registerConverter(int.class, RootCommand::wholeNumber)
        .setExecutionExceptionHandler(RootCommand::explain);
  }

  private static PrintWriter utf8(FileDescriptor stream) {
    return new PrintWriter(
        new OutputStreamWriter(new FileOutputStream(stream), StandardCharsets.UTF_8), true);
  }

  /** A path of any name: the JVM's own conversion fails where the locale is C. */
  private static Path path(String name) {
    try {
      return FileNames.path(name);
    } catch (InvalidPathException e) {
      throw new TypeConversionException("'" + name + "' cannot be the name of a file");
    }
  }

  private static Duration time(String text) {
    try {
      return ValueParsers.duration(MIN_TIME, MAX_TIME).apply(text);
    } catch (IllegalArgumentException e) {
      throw new TypeConversionException(
          "'" + text + "' is not a time, as in 500ms, 10s, 5m or 24h, up to a year");
    }
  }

  private static Integer wholeNumber(String text) {
    try {
      return Integer.valueOf(text);
    } catch (NumberFormatException e) {
      throw new TypeConversionException("'" + text + "' is not a whole number");
    }
  }

  /** An expected failure is a sentence; anything else is a defect and keeps its trace. */
  private static int explain(Exception failure, CommandLine command, ParseResult parsed)
      throws Exception {
    if (failure instanceof ConfigException) {
      command.getErr().println(failure.getMessage());
      return ExitCode.USAGE;
    }
    if (failure instanceof DetectorException
        || failure instanceof ModelToolException
        || failure instanceof KeyFileException
        || failure instanceof PricesException
        || failure instanceof GroundTruthException
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
    throw new ParameterException(
        spec.commandLine(),
        "Name a command: serve, health, detect, evaluate, upload, plot, model, key, cost or"
            + " simulate. --help tells more.");
  }
}
