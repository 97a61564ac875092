package dev.retinagate.cli;

import dev.retinagate.detection.DetectorFactory;
import dev.retinagate.engine.MxnetEnvironment;
import dev.retinagate.image.PictureLimits;
import dev.retinagate.model.DetectorFamilies;
import dev.retinagate.model.DetectorSettings;
import dev.retinagate.model.ModelRepository;
import dev.retinagate.model.Precision;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** Which model a command runs; the same flags for every command that runs one. */
final class ModelOptions {

  @Option(
      names = "--model",
      paramLabel = "NAME",
      defaultValue = ModelRepository.BUILT_IN,
      description = "Model to run; ${DEFAULT-VALUE} by default.")
  private String name;

  @Option(
      names = "--models",
      paramLabel = "DIR",
      defaultValue = "models",
      description = "Folder that holds the models; ${DEFAULT-VALUE} by default.")
  private Path directory;

  @Option(
      names = "--precision",
      paramLabel = "P",
      defaultValue = "auto",
      converter = PrecisionConverter.class,
      description = "Arithmetic of the network: auto, fp32 or int8; ${DEFAULT-VALUE} by default.")
  private Precision precision;

  /** Detectors that use all cores, one picture at a time. */
  DetectorFactory detectors() {
    MxnetEnvironment.prepare(Runtime.getRuntime().availableProcessors());
    return DetectorFamilies.detectors(
        new ModelRepository(directory).open(name),
        new DetectorSettings(PictureLimits.DEFAULT).with(precision));
  }
}
