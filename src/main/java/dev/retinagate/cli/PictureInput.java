package dev.retinagate.cli;

import dev.retinagate.config.FileNames;
import dev.retinagate.config.FileProblem;
import dev.retinagate.modeltools.evaluate.GroundTruthException;
import dev.retinagate.modeltools.evaluate.PictureFiles;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A picture that was named on the command line: a file, a file of a folder, or standard input.
 *
 * @param file the file; {@link #STANDARD_INPUT} for standard input
 * @param fault why it cannot be a picture, or null
 */
record PictureInput(Path file, String fault) {

  /** Stands for standard input; a file of that name is {@code ./-}. */
  static final Path STANDARD_INPUT = Path.of("-");

  /** Larger than any picture that is decoded, and small enough for an array. */
  private static final int MAX_BYTES = 1 << 30;

  /**
   * The pictures of the arguments, in their order: a folder's by name, without its sub-folders.
   * What can be seen without reading is checked here, before an engine is loaded for it.
   */
  static List<PictureInput> of(List<Path> arguments) {
    List<PictureInput> inputs = new ArrayList<>();
    for (Path argument : arguments) {
      if (!argument.equals(STANDARD_INPUT) && Files.isDirectory(argument)) {
        inputs.addAll(inFolder(argument));
      } else {
        inputs.add(checked(argument));
      }
    }
    return inputs;
  }

  private static List<PictureInput> inFolder(Path folder) {
    try {
      List<PictureInput> pictures =
          PictureFiles.in(folder).stream().map(PictureInput::checked).toList();
      return pictures.isEmpty()
          ? List.of(
              new PictureInput(folder, "the folder has no picture (JPEG, PNG, WebP, BMP) in it"))
          : pictures;
    } catch (GroundTruthException e) {
      return List.of(new PictureInput(folder, e.getMessage()));
    }
  }

  private static PictureInput checked(Path file) {
    try {
      if (file.equals(STANDARD_INPUT)) {
        return new PictureInput(file, null);
      } else if (!Files.exists(file)) {
        throw new NoSuchFileException(file.toString());
      } else if (!Files.isReadable(file)) {
        throw new AccessDeniedException(file.toString());
      } else if (Files.isRegularFile(file) && Files.size(file) == 0) {
        return new PictureInput(file, "the file is empty");
      } else if (Files.size(file) > MAX_BYTES) {
        return new PictureInput(file, "the file is larger than 1 GiB");
      }
      return new PictureInput(file, null);
    } catch (IOException e) {
      return new PictureInput(file, FileProblem.reason(e));
    }
  }

  /** The name under which it is answered for. */
  String name() {
    return FileNames.text(file);
  }

  /** Where its annotated picture gets its name from. */
  Path drawnAs() {
    return file.equals(STANDARD_INPUT) ? Path.of("stdin") : file;
  }

  /**
   * The picture's bytes.
   *
   * @throws IOException if they cannot be read, or there are none or too many
   */
  ByteBuffer read() throws IOException {
    byte[] bytes;
    try (InputStream in = file.equals(STANDARD_INPUT) ? System.in : Files.newInputStream(file)) {
      bytes = in.readNBytes(MAX_BYTES + 1);
    }
    if (bytes.length == 0) {
      throw new IOException("there is nothing in it");
    } else if (bytes.length > MAX_BYTES) {
      throw new IOException("it is larger than 1 GiB");
    }
    return ByteBuffer.wrap(bytes);
  }
}
