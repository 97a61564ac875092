package dev.retinagate.modeltools.evaluate;

import dev.retinagate.config.FileNames;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Finds the pictures that an annotation file names. The names come from other machines: with
 * folders that are not there, backslashes, drive letters or URLs. A name that is no file of the
 * folder is looked for by its end: its last parts, as many as agree with exactly one picture.
 */
final class PictureFinder {

  private final Path folder;
  private final Map<Path, List<Path>> byName = new HashMap<>();
  private int foundByName;

  /**
   * A finder.
   *
   * @param folder that file names are relative to
   * @param pictures all pictures in it and its sub-folders
   */
  PictureFinder(Path folder, List<Path> pictures) {
    this.folder = folder;
    for (Path picture : pictures) {
      byName.computeIfAbsent(picture.getFileName(), name -> new ArrayList<>()).add(picture);
    }
  }

  /**
   * The picture of each name; none where there is no such picture, where the end of the name agrees
   * with several, and where several names would get the same.
   */
  Map<String, Path> find(List<String> names) {
    Map<String, Path> found = new HashMap<>();
    for (String name : names) {
      exactly(name).ifPresent(picture -> found.put(name, picture));
    }
    Set<Path> taken = new HashSet<>(found.values());
    Map<Path, List<String>> claims = new HashMap<>();
    for (String name : names) {
      if (!found.containsKey(name)) {
        byEnd(name)
            .filter(picture -> !taken.contains(picture))
            .ifPresent(
                picture -> claims.computeIfAbsent(picture, p -> new ArrayList<>()).add(name));
      }
    }
    claims.forEach(
        (picture, claiming) -> {
          if (claiming.size() == 1) {
            found.put(claiming.get(0), picture);
            foundByName++;
          }
        });
    return found;
  }

  /** How many pictures were found by the end of their name. */
  int foundByName() {
    return foundByName;
  }

  private Optional<Path> exactly(String name) {
    return path(name).map(folder::resolve).filter(Files::isRegularFile);
  }

  private Optional<Path> byEnd(String name) {
    Optional<Path> path = path(name.replace('\\', '/'));
    if (path.isEmpty() || path.get().getFileName() == null) {
      return Optional.empty();
    }
    List<Path> candidates = byName.getOrDefault(path.get().getFileName(), List.of());
    int parts = path.get().getNameCount();
    for (int from = parts - 2; candidates.size() > 1 && from >= 0; from--) {
      Path end = path.get().subpath(from, parts);
      candidates = candidates.stream().filter(picture -> picture.endsWith(end)).toList();
    }
    return candidates.size() == 1 ? Optional.of(candidates.get(0)) : Optional.empty();
  }

  private static Optional<Path> path(String name) {
    try {
      return Optional.of(FileNames.path(name));
    } catch (InvalidPathException e) {
      return Optional.empty();
    }
  }
}
