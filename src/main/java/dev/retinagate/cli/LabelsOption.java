package dev.retinagate.cli;

import dev.retinagate.modeltools.LabelFile;
import dev.retinagate.modeltools.ModelToolException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;

/**
 * The names of an imported model's classes; the same flag for every import of a network without
 * them.
 */
final class LabelsOption {

  @Option(
      names = "--labels",
      paramLabel = "FILE",
      description =
          "Names of the classes, a line each, or lines of name,id. Without it, COCO's 80"
              + " names if there are 80 classes, else class0 and so on.")
  private Path file;

  /**
   * The names by class id, where a file is named.
   *
   * @throws ModelToolException if it cannot be used
   */
  Optional<List<String>> names() {
    return Optional.ofNullable(file).map(LabelFile::read);
  }
}
