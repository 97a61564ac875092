package dev.retinagate.modeltools;

import dev.retinagate.config.FileNames;
import dev.retinagate.model.ModelRepository;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;

/**
 * A model that a tool is to write.
 *
 * @param models the folder that holds models; made if it is missing
 * @param name the new model's
 * @param replace whether an older model of that name may be replaced
 */
public record NewModel(Path models, String name, boolean replace) {

  /**
   * Checks the name.
   *
   * @throws ModelToolException if it cannot be a model's
   */
  public NewModel {
    if (!ModelRepository.isName(name)) {
      throw new ModelToolException(
          "'"
              + name
              + "' cannot be a model's name: letters, digits, dots, dashes and underscores can");
    }
  }

  /** The folder that the model gets. */
  public Path folder() {
    return models.resolve(name);
  }

  /**
   * Refuses to lose an older model. To be called before the work begins, which can take an hour.
   *
   * @throws ModelToolException if there is one, and it may not be replaced
   */
  public void requireFree() {
    if (!replace && Files.exists(folder(), LinkOption.NOFOLLOW_LINKS)) {
      throw new ModelToolException(
          FileNames.text(folder())
              + " exists already; choose another --name, or replace it with --force");
    }
  }
}
