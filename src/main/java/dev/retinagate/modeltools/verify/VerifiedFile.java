package dev.retinagate.modeltools.verify;

import dev.retinagate.config.FileNames;
import dev.retinagate.config.FileProblem;
import dev.retinagate.model.ModelSpec;
import dev.retinagate.modeltools.ModelToolException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/**
 * Puts the section {@code verified} of a {@code model.yaml} in its place; everything else, remarks
 * and order included, stays as it is. A reader sees the old file or the new one, never a part.
 */
public final class VerifiedFile {

  private static final String KEY = ModelSpec.VERIFIED + ":";

  private VerifiedFile() {}

  /**
   * Writes the section.
   *
   * @param folder of the model
   * @param spec of the model, with the losses to write
   * @throws ModelToolException if the file cannot be read or written
   */
  public static void write(Path folder, ModelSpec spec) {
    Path file = folder.resolve(ModelSpec.FILE);
    Path fresh = folder.resolve("." + ModelSpec.FILE + "." + ProcessHandle.current().pid());
    try {
      String text = replaced(Files.readString(file), spec.verifiedToYaml());
      Files.writeString(fresh, text);
      try (FileChannel channel = FileChannel.open(fresh, StandardOpenOption.WRITE)) {
        channel.force(true);
      }
      Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new ModelToolException(
          "cannot write " + FileNames.text(file) + ": " + FileProblem.reason(e), e);
    }
  }

  /** The text with this section in place of an older one, or behind the last line. */
  static String replaced(String text, String section) {
    List<String> lines = new ArrayList<>(text.lines().toList());
    int first = lines.size();
    for (int i = 0; i < lines.size(); i++) {
      if (lines.get(i).startsWith(KEY)) {
        first = i;
        break;
      }
    }
    int end = Math.min(first + 1, lines.size());
    while (end < lines.size() && isInside(lines.get(end))) {
      end++;
    }
    lines.subList(first, end).clear();
    lines.addAll(first, section.lines().toList());
    return String.join("\n", lines) + "\n";
  }

  private static boolean isInside(String line) {
    return line.startsWith(" ") || line.startsWith("\t");
  }
}
