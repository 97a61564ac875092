package dev.retinagate.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
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
    return new CommandLine(new RootCommand()).addSubcommand(new ServeCommand(Engine.BUILT_IN));
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Which command? See --help.");
  }
}
