package dev.retinagate.cli;

import dev.retinagate.config.Config;
import dev.retinagate.config.ConfigException;
import dev.retinagate.config.FileNames;
import dev.retinagate.detection.ModelDescription;
import dev.retinagate.image.PictureLimits;
import dev.retinagate.model.DetectorFamilies;
import dev.retinagate.model.DetectorSettings;
import dev.retinagate.model.ModelException;
import dev.retinagate.model.ModelRepository;
import dev.retinagate.modeltools.NewModel;
import dev.retinagate.modeltools.fetch.FetchManifest;
import dev.retinagate.modeltools.fetch.ModelFetch;
import dev.retinagate.modeltools.keras.KerasImport;
import dev.retinagate.modeltools.onnx.OnnxImport;
import dev.retinagate.modeltools.tfjs.NanoDetImport;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** {@code model}: lists, imports, quantizes, verifies and measures models at a desk. */
@Command(
    name = "model",
    description = "Lists, makes and measures models.",
    subcommands = {
      BenchCommand.class,
      QuantizeCommand.class,
      VerifyCommand.class,
      ReloadCommand.class
    },
    mixinStandardHelpOptions = true,
    versionProvider = VersionProvider.class)
final class ModelCommand implements Runnable {

  @Spec private CommandSpec spec;

  @Option(
      names = "--models",
      paramLabel = "DIR",
      scope = ScopeType.INHERIT,
      description = "Folder that holds the models; model.directory, models by default.")
  private Path directory;

  /**
   * The folder of a command that reads models.
   *
   * @throws ConfigException if it is not there, or the configuration that names it is wrong
   */
  Path directory() throws ConfigException {
    Path configured = targetDirectory();
    if (directory != null && !Files.isDirectory(directory)) {
      throw new ConfigException(
          List.of("--models: " + FileNames.text(directory) + " is not a folder that exists"));
    }
    return configured;
  }

  /** The folder of a command that writes a model, which makes it if it is missing. */
  private Path targetDirectory() throws ConfigException {
    Config config = new ConfigOptions().load();
    return directory == null ? config.model().directory() : directory;
  }

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(),
        "Name a command: list, bench, quantize, verify, reload, import-tfjs, import-keras,"
            + " import-onnx or fetch. --help tells more.");
  }

  @Command(
      name = "list",
      description = "Lists the models that can be served, and how they would be computed here.",
      mixinStandardHelpOptions = true,
      versionProvider = VersionProvider.class)
  int list() throws ConfigException {
    ModelRepository repository = new ModelRepository(directory());
    PrintWriter out = spec.commandLine().getOut();
    out.printf("%-28s %-10s %-9s %7s  %s%n", "name", "family", "precision", "classes", "origin");
    int status = ExitCode.OK;
    for (String name : repository.list()) {
      try {
        ModelDescription model =
            DetectorFamilies.detectors(
                    repository.open(name), new DetectorSettings(PictureLimits.DEFAULT))
                .model();
        out.printf(
            "%-28s %-10s %-9s %7d  %s%n",
            model.name(),
            model.family(),
            model.precision(),
            model.labels().size(),
            model.provenance().getOrDefault("origin", "unknown"));
      } catch (ModelException e) {
        out.printf("%-28s cannot be served: %s%n", name, e.getMessage());
        status = ExitCode.SOFTWARE;
      }
    }
    out.flush();
    return status;
  }

  @Command(
      name = "import-tfjs",
      description = "Imports NanoDet from a TensorFlow.js graph model.",
      mixinStandardHelpOptions = true,
      versionProvider = VersionProvider.class)
  void importTfjs(
      @Parameters(
              paramLabel = "FILE",
              description = "The model.json; the files of the weights lie beside it.")
          Path file,
      @Mixin TargetOptions target)
      throws ConfigException {
    wrote(NanoDetImport.run(file, target.model(targetDirectory())));
  }

  @Command(
      name = "import-keras",
      description = "Imports a RetinaNet that keras-retinanet saved: a whole model or its weights.",
      mixinStandardHelpOptions = true,
      versionProvider = VersionProvider.class)
  void importKeras(
      @Parameters(paramLabel = "FILE", description = "An .h5 file, or an .h5.gz file.") Path file,
      @Mixin TargetOptions target,
      @Mixin LabelsOption labels,
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
              description = "The limit of its longer side; ${DEFAULT-VALUE} by default.")
          int longerSide,
      @Option(
              names = "--conv1-padding",
              paramLabel = "auto|symmetric|same",
              defaultValue = "auto",
              description =
                  "Padding of the first convolution; ${DEFAULT-VALUE} by default: as the file has"
                      + " it.")
          String conv1Padding)
      throws ConfigException {
    KerasImport.Options options =
        new KerasImport.Options(
            shorterSide,
            longerSide,
            KerasImport.Options.conv1Padding(conv1Padding),
            labels.names());
    wrote(KerasImport.run(file, target.model(targetDirectory()), options, this::warn));
  }

  @Command(
      name = "import-onnx",
      description = "Imports a NanoDet-Plus or a YOLOX from an ONNX file.",
      mixinStandardHelpOptions = true,
      versionProvider = VersionProvider.class)
  void importOnnx(
      @Parameters(paramLabel = "FILE", description = "The .onnx file, with its weights inside.")
          Path file,
      @Mixin TargetOptions target,
      @Option(
              names = "--family",
              paramLabel = "nanodet-plus|yolox",
              description = "Refuses a file of another family; without it, the outputs tell.")
          String family,
      @Mixin LabelsOption labels,
      @Option(
              names = "--input-side",
              paramLabel = "PIXELS",
              description = "The side of the input, where the file leaves it open.")
          Integer inputSide)
      throws ConfigException {
    OnnxImport.Options options =
        new OnnxImport.Options(
            Optional.ofNullable(family), Optional.ofNullable(inputSide), labels.names(), Map.of());
    wrote(OnnxImport.run(file, target.model(targetDirectory()), options, this::warn));
  }

  @Command(
      name = "fetch",
      description = "Downloads a model that is not part of the product, and imports it.",
      mixinStandardHelpOptions = true,
      versionProvider = VersionProvider.class)
  void fetch(
      @Parameters(
              paramLabel = "NAME",
              description =
                  "retinanet-resnet50-coco, nanodet-plus-m-416, nanodet-plus-m-1.5x-416,"
                      + " yolox-nano, yolox-tiny or yolox-s.")
          String name,
      @Option(names = "--force", description = "Replaces an older model of that name.")
          boolean force,
      @Option(
              names = "--from",
              paramLabel = "DIR|URL",
              description = "A folder that holds the file, instead of the authors' address.")
          String mirror,
      @Option(
              names = "--sha256",
              paramLabel = "HEX",
              description = "The file's SHA-256, which is then checked.")
          String sha256)
      throws ConfigException {
    NewModel target = new NewModel(targetDirectory(), name, force);
    target.requireFree();
    FetchManifest manifest = FetchManifest.of(name);
    spec.commandLine().getErr().println(manifest.origin() + "; licence: " + manifest.licence());
    ModelFetch.Options options =
        new ModelFetch.Options(Optional.ofNullable(mirror), Optional.ofNullable(sha256));
    try (ByteProgress progress = new ByteProgress(spec.commandLine().getErr())) {
      wrote(ModelFetch.run(target, options, progress, this::warn));
    }
  }

  private void warn(String warning) {
    spec.commandLine().getErr().println("warning: " + warning);
    spec.commandLine().getErr().flush();
  }

  private void wrote(Path folder) {
    spec.commandLine().getOut().println("wrote " + FileNames.text(folder));
    spec.commandLine().getOut().flush();
  }
}
