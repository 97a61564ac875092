package dev.retinagate.cli;

import dev.retinagate.config.FileNames;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Where annotated pictures are written: in one folder, under their own names as {@code .jpg}. No
 * two get the same file and none gets that of a picture of the run; the later one is numbered, as
 * in {@code cat-2.jpg}. Files of earlier runs are replaced.
 */
final class AnnotatedFiles {

  private static final String SUFFIX = ".jpg";
  private static final int FIRST_NUMBER = 2;

  private AnnotatedFiles() {}

  /**
   * Names a file for each picture, in their order, so that a picture that fails moves no name.
   *
   * @param folder made if it is not there
   */
  static List<Path> of(Path folder, List<Path> pictures) throws IOException {
    Files.createDirectories(folder);
    Set<Path> taken = new HashSet<>();
    for (Path picture : pictures) {
      taken.add(real(picture));
    }
    List<Path> targets = new ArrayList<>();
    for (Path picture : pictures) {
      String name = baseName(picture);
      Path target = folder.resolve(FileNames.path(name + SUFFIX));
      for (int number = FIRST_NUMBER; !taken.add(real(target)); number++) {
        target = folder.resolve(FileNames.path(name + "-" + number + SUFFIX));
      }
      targets.add(target);
    }
    return targets;
  }

  /** Links are followed where they lead somewhere: writing would follow them, too. */
  private static Path real(Path file) throws IOException {
    return Files.exists(file) ? file.toRealPath() : file.toAbsolutePath().normalize();
  }

  private static String baseName(Path picture) {
    // The root folder has no name; reading it fails later, in its own words.
    Path last = picture.getFileName();
    String name = last == null ? "picture" : FileNames.name(last);
    int dot = name.lastIndexOf('.');
    return dot < 0 ? name : name.substring(0, dot);
  }
}
