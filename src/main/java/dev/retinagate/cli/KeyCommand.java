package dev.retinagate.cli;

import dev.retinagate.keys.KeyEntry;
import dev.retinagate.keys.KeyFile;
import dev.retinagate.keys.KeyFileException;
import dev.retinagate.keys.Rate;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code key}: changes the file of the API keys. A node that reads the file sees the change. */
@Command(
    name = "key",
    description = "Adds, lists and removes the API keys that a node asks for.",
    mixinStandardHelpOptions = true,
    versionProvider = VersionProvider.class)
final class KeyCommand implements Runnable {

  private static final String NAME_TEXT = "Name of the key, as logs and metrics show it.";
  private static final String FILE_TEXT = "File of the keys, keys.file of the node.";

  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(), "Name a command: add, list or remove. --help tells more.");
  }

  @Command(
      name = "add",
      description =
          "Makes a key, and prints it once, as the last word of standard output. The file keeps its"
              + " hash only.",
      mixinStandardHelpOptions = true,
      versionProvider = VersionProvider.class)
  void add(
      @Parameters(paramLabel = "NAME", description = NAME_TEXT) String name,
      @Option(names = "--file", paramLabel = "FILE", required = true, description = FILE_TEXT)
          Path file,
      @Option(
              names = "--rate",
              paramLabel = "N/PERIOD",
              description =
                  "Most requests with pictures, as in 5/s, 30/min or 500/h; any number by default.")
          String rate,
      @Option(
              names = "--share",
              paramLabel = "N",
              description =
                  "For how many keys this one counts when a full node's places are shared out,"
                      + " 1..100; 1 by default.")
          String share)
      throws KeyFileException {
    if (!KeyEntry.isName(name)) {
      throw wrong("'" + name + "' is not a name: " + KeyEntry.NAME_RULE);
    }
    String key =
        new KeyFile(file)
            .add(
                name,
                Optional.ofNullable(rate).map(this::rate),
                share == null ? KeyEntry.USUAL_SHARE : share(share));
    PrintWriter out = spec.commandLine().getOut();
    out.println("The key of " + name + ", which is shown this once:");
    out.println(key);
    out.flush();
  }

  @Command(
      name = "list",
      description = "Lists the keys by name, without the keys themselves.",
      mixinStandardHelpOptions = true,
      versionProvider = VersionProvider.class)
  void list(
      @Option(names = "--file", paramLabel = "FILE", required = true, description = FILE_TEXT)
          Path file)
      throws KeyFileException {
    PrintWriter out = spec.commandLine().getOut();
    out.printf("%-32s %-12s %s%n", "name", "rate", "share");
    for (KeyEntry key : new KeyFile(file).read()) {
      out.printf(
          "%-32s %-12s %d%n", key.name(), key.rate().map(Rate::toString).orElse("-"), key.share());
    }
    out.flush();
  }

  @Command(
      name = "remove",
      description = "Removes a key. A node refuses it from its next request on.",
      mixinStandardHelpOptions = true,
      versionProvider = VersionProvider.class)
  void remove(
      @Parameters(paramLabel = "NAME", description = NAME_TEXT) String name,
      @Option(names = "--file", paramLabel = "FILE", required = true, description = FILE_TEXT)
          Path file)
      throws KeyFileException {
    new KeyFile(file).remove(name);
  }

  private Rate rate(String text) {
    try {
      return Rate.parse(text);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(
          spec.commandLine(), "--rate: '" + text + "' is not " + Rate.RULE, e);
    }
  }

  private int share(String text) {
    try {
      return KeyEntry.share(text);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(
          spec.commandLine(), "--share: there is " + e.getMessage() + ": '" + text + "'", e);
    }
  }

  private ParameterException wrong(String message) {
    return new ParameterException(spec.commandLine(), message);
  }
}
