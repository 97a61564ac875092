package dev.retinagate.modeltools;

import dev.retinagate.config.FileNames;
import dev.retinagate.config.FileProblem;
import dev.retinagate.model.Checksums;
import java.io.IOException;
import java.nio.file.Path;

/** The file that a model is imported from. */
public final class SourceFile {

  private SourceFile() {}

  /**
   * Its SHA-256 in hexadecimal digits, for the provenance.
   *
   * @throws ModelToolException if the file cannot be read
   */
  public static String sha256(Path file) {
    try {
      return Checksums.sha256(file);
    } catch (IOException e) {
      throw new ModelToolException(
          "cannot read " + FileNames.text(file) + ": " + FileProblem.reason(e), e);
    }
  }
}
