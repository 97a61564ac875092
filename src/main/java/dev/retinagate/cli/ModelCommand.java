package dev.retinagate.cli;

import dev.retinagate.detection.ModelDescription;
import dev.retinagate.model.ModelRepository;
import dev.retinagate.modeltools.fetch.ModelFetch;
import dev.retinagate.modeltools.keras.KerasImport;
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
    subcommands = {BenchCommand.class, QuantizeCommand.class},
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
    wrote(NanoDetImport.run(file, name, directory));
  }

  @Command(
      name = "import-keras",
      description = "Imports a RetinaNet that keras-retinanet saved: a whole model or its weights.")
  void importKeras(
      @Parameters(paramLabel = "FILE.h5", description = "The file; .h5.gz is read as well.")
          Path file,
      @Option(names = "--name", required = true, description = "The new model's name.") String name,
      @Option(
              names = "--shorter-side",
              paramLabel = "PIXELS",
              defaultValue = "800",
              description = "The shorter side of the network's input; ${DEFAULT-VALUE} by default.")
          int shorterSide,
      @Option(
              names = "--longer-side",
              paramLabel = "PIXELS",
              defaultValue = "1333",
              description = "Most of its longer side; ${DEFAULT-VALUE} by default.")
          int longerSide,
      @Option(
              names = "--conv1-padding",
              paramLabel = "auto|symmetric|same",
              defaultValue = "auto",
              description = "Padding of the first convolution; by default what the file says.")
          String conv1Padding) {
    KerasImport.Options options =
        new KerasImport.Options(
            shorterSide, longerSide, KerasImport.Options.conv1Padding(conv1Padding));
    wrote(KerasImport.run(file, name, directory, options, this::warn));
  }

  @Command(
      name = "fetch",
      description = "Downloads a model that is not part of the product, and imports it.")
  void fetch(
      @Parameters(paramLabel = "NAME", description = "Such as retinanet-resnet50-coco.")
          String name) {
    try (ByteProgress progress = new ByteProgress(spec.commandLine().getErr())) {
      wrote(ModelFetch.run(name, directory, progress, this::warn));
    }
  }

  private void warn(String warning) {
    spec.commandLine().getErr().println("warning: " + warning);
    spec.commandLine().getErr().flush();
  }

  private void wrote(Path folder) {
    spec.commandLine().getOut().println("wrote " + folder);
    spec.commandLine().getOut().flush();
  }
}
