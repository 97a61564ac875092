package dev.retinagate.cli;

import dev.retinagate.config.Config;
import dev.retinagate.config.ConfigException;
import dev.retinagate.config.ConfigLoader;
import dev.retinagate.config.FileNames;
import dev.retinagate.engine.MxnetEnvironment;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Option;

/**
 * The configuration of a command that runs a model: file, below the environment, below flags. The
 * same flags and the same order for all of them, so that {@code detect} answers what {@code serve}
 * would.
 */
final class ConfigOptions {

  private final Map<String, String> flags = new HashMap<>();

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "Configuration; by default conf/retinagate.yaml, if it is there.")
  private Path file;

  @Option(
      names = "--model",
      paramLabel = "NAME",
      description =
          "Model to run, of several that of serve and its default first; model.name, nanodet-g by default.")
  void model(String text) {
    set("model.name", text);
  }

  @Option(
      names = "--models",
      paramLabel = "DIR",
      description = "Folder that holds the models; model.directory, models by default.")
  void models(String text) {
    set("model.directory", text);
  }

  @Option(
      names = "--precision",
      paramLabel = "auto|fp32|bf16|int8",
      description = "Arithmetic of the network; model.precision, auto by default.")
  void precision(String text) {
    set("model.precision", text);
  }

  @Option(
      names = "--amx",
      paramLabel = "auto|off",
      description = "Intel's AMX where it is granted; engine.amx, auto by default.")
  void amx(String text) {
    set("engine.amx", text);
  }

  /** Has the command line override a key. */
  void set(String key, String text) {
    flags.put(key, text);
  }

  /** The file that {@link #load} reads. */
  Optional<Path> fileRead() {
    return ConfigLoader.fileToRead(Optional.ofNullable(file));
  }

  /**
   * Reads all sources.
   *
   * @throws ConfigException naming everything that is wrong
   */
  Config load() throws ConfigException {
    Config config =
        new ConfigLoader(Runtime.getRuntime().availableProcessors())
            .load(Optional.ofNullable(file), FileNames.environment(), flags);
    LogFormat.use(config);
    CacheFolder.use(config);
    MxnetEnvironment.wantAmx(config.model().amx());
    return config;
  }

  /**
   * The configuration of a command that works on one picture at a time: all cores are one
   * detector's.
   */
  Config loadForOneDetector() throws ConfigException {
    flags.put("workers.count", "1");
    return load();
  }
}
