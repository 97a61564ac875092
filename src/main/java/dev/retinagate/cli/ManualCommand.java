package dev.retinagate.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code manual}: the manual page. */
@Command(
    name = "manual",
    description = "Prints the manual page: retinagate manual | man -l -.",
    mixinStandardHelpOptions = true,
    versionProvider = VersionProvider.class)
final class ManualCommand implements Runnable {

  @Spec private CommandSpec spec;

  @Override
  public void run() {
    spec.commandLine().getOut().print(new ManualPage(spec.root().commandLine()).text());
    spec.commandLine().getOut().flush();
  }
}
