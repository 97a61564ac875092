package dev.retinagate.cli;

import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code completion}: what bash needs to complete the commands and their flags. */
@Command(
    name = "completion",
    description = "Prints what bash needs to complete commands and flags; to be sourced by it.",
    mixinStandardHelpOptions = true,
    versionProvider = VersionProvider.class)
final class CompletionCommand implements Runnable {

  @Spec private CommandSpec spec;

  @Override
  public void run() {
    CommandLine root = spec.root().commandLine();
    String script = AutoComplete.bash(root.getCommandName(), root);
    // Sourced, not run: a first line that names an interpreter would only mislead.
    spec.commandLine().getOut().print(script.replaceFirst("^#!.*\n", ""));
    spec.commandLine().getOut().flush();
  }
}
