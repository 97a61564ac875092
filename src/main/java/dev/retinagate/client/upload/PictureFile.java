package dev.retinagate.client.upload;

import dev.retinagate.config.FileNames;
import dev.retinagate.config.FileProblem;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;

/** Reads a file as an input; blocks. */
public final class PictureFile {

  /** Several times what a node takes by default, 20 MiB. */
  private static final int MAX_BYTES = 256 << 20;

  private PictureFile() {}

  /** The picture in a file; a file that cannot be read is an input with a fault. */
  public static Input read(Path file) {
    try {
      return load(file);
    } catch (IOException e) {
      return faulty(file, FileProblem.reason(e));
    }
  }

  /** An input of a file that is known to be none. */
  public static Input faulty(Path file, String reason) {
    return Input.faulty(
        FileNames.text(file), origin(file), Instant.now(), Fault.unreadable(reason));
  }

  /**
   * As {@link #read}, for a file whose absence is not a fault.
   *
   * @throws IOException if it cannot be read
   */
  static Input load(Path file) throws IOException {
    byte[] bytes;
    try (InputStream in = Files.newInputStream(file)) {
      bytes = in.readNBytes(MAX_BYTES + 1);
    }
    if (bytes.length == 0) {
      return faulty(file, "the file is empty");
    } else if (bytes.length > MAX_BYTES) {
      return faulty(file, "the file is larger than 256 MiB");
    }
    return Input.of(
        FileNames.text(file),
        origin(file),
        Files.getLastModifiedTime(file).toInstant(),
        Buffer.buffer(bytes));
  }

  private static String origin(Path file) {
    Path folder = file.getParent();
    return folder == null ? "." : FileNames.text(folder);
  }
}
