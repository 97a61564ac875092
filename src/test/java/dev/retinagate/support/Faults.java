package dev.retinagate.support;

import static org.assertj.core.api.Assumptions.assumeThat;

import java.nio.file.Path;

/**
 * The inputs that once failed. They live beside the project, in {@code ../shared} unless the system
 * property {@code retinagate.shared} says otherwise; without them a test is skipped.
 */
public final class Faults {

  private static final Path FOLDER =
      Path.of(System.getProperty("retinagate.shared", "../shared"), "data", "faults");

  private Faults() {}

  /** A file or folder of the set, which skips the test where it is missing. */
  public static Path path(String name) {
    Path file = FOLDER.resolve(name);
    assumeThat(file).as("the set of faults beside the project").exists();
    return file;
  }
}
