package dev.retinagate.model;

import dev.retinagate.config.FileNames;
import dev.retinagate.os.NativeMemory;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Where a model's files are: a folder, or the jar. */
interface ModelSource {

  /** The whole content of a file of the model. */
  ByteBuffer read(String path) throws IOException;

  /** The file's place, for errors. */
  String locate(String path);

  /**
   * A folder on disk. Files are read, not mapped: networks are opened as pictures need them, and
   * somebody may have copied a new version over the file by then.
   */
  static ModelSource folder(Path folder) {
    return new ModelSource() {
      @Override
      public ByteBuffer read(String path) throws IOException {
        Path file = folder.resolve(path).normalize();
        if (!file.startsWith(folder.normalize())) {
          throw new NoSuchFileException(path, null, "outside the model's folder");
        }
        try (FileChannel channel = FileChannel.open(file)) {
          if (channel.size() > Integer.MAX_VALUE) {
            throw new IOException("it is larger than 2 GB");
          }
          ByteBuffer content = NativeMemory.allocate((int) channel.size());
          while (content.hasRemaining()) {
            if (channel.read(content) < 0) {
              throw new IOException("it became shorter while it was read");
            }
          }
          return content.flip();
        }
      }

      @Override
      public String locate(String path) {
        return FileNames.text(folder.resolve(path));
      }
    };
  }

  /** A folder below {@code models/} on the class path. */
  static ModelSource builtIn(String name) {
    return new ModelSource() {
      @Override
      public ByteBuffer read(String path) throws IOException {
        try (InputStream in = ModelSource.class.getResourceAsStream(resource(path))) {
          if (in == null) {
            throw new NoSuchFileException(locate(path));
          }
          return ByteBuffer.wrap(in.readAllBytes());
        }
      }

      @Override
      public String locate(String path) {
        return "the jar's " + resource(path);
      }

      private String resource(String path) {
        return "/models/" + name + "/" + path;
      }
    };
  }

  /** Whether a folder holds a model. */
  static boolean isModel(Path folder) {
    return Files.isRegularFile(folder.resolve(ModelSpec.FILE));
  }
}
