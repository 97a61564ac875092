package dev.retinagate.cli;

import dev.retinagate.client.upload.Input;
import dev.retinagate.config.FileNames;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;

/** Where the pictures of an upload are written with their boxes. */
final class AnnotatedNames {

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss.SSS'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

  private AnnotatedNames() {}

  /** For files that are all known: as {@code detect} names them. */
  static Function<Input, Path> of(Path folder, List<Path> pictures) throws IOException {
    List<Path> targets = AnnotatedFiles.of(folder, pictures);
    Map<String, Path> byName = new HashMap<>();
    for (int i = 0; i < targets.size(); i++) {
      byName.put(FileNames.text(pictures.get(i)), targets.get(i));
    }
    return input ->
        byName.containsKey(input.name()) ? byName.get(input.name()) : timed(folder, input);
  }

  /** For pictures that come again and again under the same name: the time makes them distinct. */
  static Function<Input, Path> timed(Path folder) throws IOException {
    Files.createDirectories(folder);
    return input -> timed(folder, input);
  }

  private static Path timed(Path folder, Input input) {
    String name = input.name().replaceFirst("^https?://", "");
    String plain =
        name.substring(input.origin().equals(input.name()) ? 0 : name.lastIndexOf('/') + 1)
            .replaceAll("[^\\p{L}\\p{N}._-]+", "-");
    return folder.resolve(FileNames.path(plain + "-" + TIME.format(input.time()) + ".jpg"));
  }
}
