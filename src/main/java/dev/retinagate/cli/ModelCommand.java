package dev.retinagate.cli;

import dev.retinagate.detection.ModelDescription;
import dev.retinagate.model.ModelRepository;
import dev.retinagate.modeltools.tfjs.NanoDetImport;
import java.io.PrintWriter;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** {@code model}: what there is to do with models at a desk. */
@Command(
    name = "model",
    description = "Lists, makes and measures models.",
    subcommands = BenchCommand.class,
    mixinStandardHelpOptions = true,
    versionProvider = VersionProvider.class)
final class ModelCommand implements Runnable {

  @Spec private CommandSpec spec;

  @Option(
      names = "--models",
      paramLabel = "DIR",
      defaultValue = "models",
      scope = ScopeType.INHERIT,
      description = "Folder that holds the models; ${DEFAULT-VALUE} by default.")
  private Path directory;

  Path directory() {
    return directory;
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Which of its commands? See --help.");
  }

  @Command(name = "list", description = "Lists the models that can be served.")
  void list() {
    ModelRepository repository = new ModelRepository(directory);
    PrintWriter out = spec.commandLine().getOut();
    out.printf("%-28s %-10s %-9s %7s  %s%n", "name", "family", "precision", "classes", "origin");
    for (String name : repository.list()) {
      ModelDescription model = repository.open(name).describe();
      out.printf(
          "%-28s %-10s %-9s %7d  %s%n",
          model.name(),
          model.family(),
          model.precision(),
          model.labels().size(),
          model.provenance().getOrDefault("origin", "unknown"));
    }
    out.flush();
  }

  @Command(name = "import-tfjs", description = "Imports NanoDet from a TensorFlow.js graph model.")
  void importTfjs(
      @Parameters(paramLabel = "FILE.json", description = "The model.json; weights lie beside it.")
          Path file,
      @Option(names = "--name", required = true, description = "The new model's name.")
          String name) {
    spec.commandLine().getOut().println("wrote " + NanoDetImport.run(file, name, directory));
    spec.commandLine().getOut().flush();
  }
}
