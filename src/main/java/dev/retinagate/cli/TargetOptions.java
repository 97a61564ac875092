package dev.retinagate.cli;

import dev.retinagate.modeltools.NewModel;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** The name of the model that a command writes; the same flags for every import. */
final class TargetOptions {

  @Option(
      names = "--name",
      paramLabel = "NAME",
      required = true,
      description = "The new model's name, which is that of its folder.")
  private String name;

  @Option(names = "--force", description = "Replaces an older model of that name.")
  private boolean force;

  /** The model to write below this folder. */
  NewModel model(Path models) {
    return new NewModel(models, name, force);
  }
}
