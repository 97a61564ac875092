package dev.retinagate.cli;

import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * A command line as a manual page in the language of man(7). The page is made from the same texts
 * as {@code --help}, so that the two never differ. Options are sorted: the JVM reports the members
 * of a class in an order that changes, and the same jar has to make the same page.
 */
final class ManualPage {

  private final CommandLine root;
  private final StringBuilder page = new StringBuilder();

  ManualPage(CommandLine root) {
    this.root = root;
  }

  /** The whole page: a section each for the name, the commands, the files, the exit status. */
  String text() {
    String name = root.getCommandName();
    macro(".TH " + name.toUpperCase(Locale.ROOT) + " 1");
    macro(".SH NAME");
    line(name + " - gateway for object detection");
    macro(".SH SYNOPSIS");
    macro(".B " + escaped(name));
    line("COMMAND [OPTION]... [ARGUMENT]...");
    macro(".SH DESCRIPTION");
    describe(root.getCommandSpec());
    line("A node that serves is configured by a file, by the environment and by flags.");
    macro(".SH COMMANDS");
    for (CommandLine command : new LinkedHashSet<>(root.getSubcommands().values())) {
      command(command);
    }
    macro(".SH FILES");
    file("/etc/retinagate/retinagate.yaml", "The configuration of the service, with all keys.");
    file("/etc/default/retinagate", "Flags of the JVM, and variables of the service.");
    file("/usr/share/retinagate/models", "The model of the package.");
    file("/var/lib/retinagate/models", "The models that the service can serve.");
    file("/var/cache/retinagate", "Native libraries, unpacked at the first start.");
    macro(".SH EXIT STATUS");
    line("0 if the command has done what it was asked; 1 if it has failed; 2 if it was not run,");
    line("since a flag or the configuration is wrong.");
    return page.toString();
  }

  private void command(CommandLine command) {
    CommandSpec spec = command.getCommandSpec();
    macro(".SS " + escaped(spec.qualifiedName().substring(root.getCommandName().length() + 1)));
    describe(spec);
    spec.positionalParameters().forEach(argument -> argument(argument.paramLabel(), argument));
    spec.options().stream()
        .filter(option -> !isStandard(option))
        .sorted(Comparator.comparing(OptionSpec::longestName))
        .forEach(option -> argument(label(option), option));
    new LinkedHashSet<>(command.getSubcommands().values()).forEach(this::command);
  }

  private static String label(OptionSpec option) {
    String names = String.join(", ", option.names());
    return option.arity().max() > 0 ? names + " " + option.paramLabel() : names;
  }

  /** Every command has them. */
  private static boolean isStandard(OptionSpec option) {
    return option.usageHelp() || option.versionHelp();
  }

  private void describe(CommandSpec spec) {
    line(sentence(spec.usageMessage().description()));
  }

  private void argument(String label, ArgSpec argument) {
    macro(".TP");
    macro(".B " + escaped(label));
    line(sentence(argument.description()));
  }

  private void file(String path, String purpose) {
    macro(".TP");
    macro(".I " + escaped(path));
    line(purpose);
  }

  private static String sentence(String... lines) {
    return Arrays.stream(lines).map(String::strip).collect(Collectors.joining(" "));
  }

  private void line(String text) {
    boolean macro = text.startsWith(".") || text.startsWith("'");
    macro((macro ? "\\&" : "") + escaped(text));
  }

  private void macro(String line) {
    page.append(line).append('\n');
  }

  /** A backslash begins an escape, and a plain dash would be printed as a hyphen. */
  private static String escaped(String text) {
    return text.replace("\\", "\\e").replace("-", "\\-");
  }
}
