package dev.retinagate.modeltools.evaluate;

import dev.retinagate.config.FileNames;
import dev.retinagate.config.FileProblem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;

/** Files in a folder and its sub-folders, chosen by the ends of their names. */
public final class PictureFiles {

  private static final Set<String> SUFFIXES = Set.of("jpg", "jpeg", "png", "webp", "bmp");

  private PictureFiles() {}

  /** The pictures (JPEG, PNG, WebP, BMP) in a folder and below, in the order of their names. */
  public static List<Path> under(Path folder) throws GroundTruthException {
    return withSuffix(folder, SUFFIXES);
  }

  /** The pictures in a folder itself, in the order of their names. */
  public static List<Path> in(Path folder) throws GroundTruthException {
    return withSuffix(folder, SUFFIXES, 1);
  }

  /** The files with one of these suffixes, in the order of their names. */
  static List<Path> withSuffix(Path folder, Set<String> suffixes) throws GroundTruthException {
    return withSuffix(folder, suffixes, Integer.MAX_VALUE);
  }

  private static List<Path> withSuffix(Path folder, Set<String> suffixes, int depth)
      throws GroundTruthException {
    if (!Files.isDirectory(folder)) {
      throw new GroundTruthException(FileNames.text(folder) + " is not a folder");
    }
    try (Stream<Path> files = Files.walk(folder, depth)) {
      return files
          .filter(Files::isRegularFile)
          .filter(file -> suffixes.contains(suffix(file)))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw notListed(folder, e);
    } catch (UncheckedIOException e) {
      throw notListed(folder, e.getCause());
    }
  }

  private static GroundTruthException notListed(Path folder, IOException reason) {
    return new GroundTruthException(
        FileNames.text(folder) + " cannot be listed: " + FileProblem.tell(reason));
  }

  /** The path of a file with another suffix. */
  static Path replaceSuffix(Path file, String suffix) {
    String name = FileNames.name(file.getFileName());
    return file.resolveSibling(
        FileNames.path(name.substring(0, name.lastIndexOf('.') + 1) + suffix));
  }

  private static String suffix(Path file) {
    String name = file.getFileName().toString();
    return name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
  }
}
