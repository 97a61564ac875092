package dev.retinagate.client.upload;

import dev.retinagate.client.upload.FolderWatch.Seen;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Looks at folders on disk; blocks. */
final class FolderListing {

  private static final Set<String> SUFFIXES = Set.of("jpg", "jpeg", "png", "webp", "bmp");

  private FolderListing() {}

  /**
   * The pictures of a folder itself, by name. Names that begin with a dot are other programs'
   * unfinished files.
   *
   * @throws IOException if the folder cannot be listed
   */
  static List<Seen> of(Path folder) throws IOException {
    List<Path> files = new ArrayList<>();
    try (DirectoryStream<Path> all = Files.newDirectoryStream(folder, FolderListing::isPicture)) {
      all.forEach(files::add);
    }
    Collections.sort(files);
    List<Seen> seen = new ArrayList<>();
    for (Path file : files) {
      try {
        BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
        if (attributes.isRegularFile()) {
          Object key = attributes.fileKey() == null ? file : attributes.fileKey();
          seen.add(new Seen(file, key, attributes.size(), attributes.lastModifiedTime()));
        }
      } catch (NoSuchFileException e) {
        // Deleted or renamed since the listing: the next look tells.
      }
    }
    return seen;
  }

  private static boolean isPicture(Path file) {
    String name = file.getFileName().toString();
    String suffix = name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    return !name.startsWith(".") && SUFFIXES.contains(suffix);
  }

  /** Whether a file's bytes end as a picture's do; false if it cannot be read. */
  static boolean isWhole(Path file) {
    try (SeekableByteChannel channel = Files.newByteChannel(file)) {
      byte[] head = read(channel, PictureSignature.HEAD_BYTES);
      channel.position(Math.max(0, channel.size() - PictureSignature.TAIL_BYTES));
      byte[] tail = read(channel, PictureSignature.TAIL_BYTES);
      return PictureSignature.isWhole(head, tail, channel.size());
    } catch (IOException e) {
      return false;
    }
  }

  private static byte[] read(SeekableByteChannel channel, int length) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(length);
    int read = 0;
    while (bytes.hasRemaining() && read >= 0) {
      read = channel.read(bytes);
    }
    return Arrays.copyOf(bytes.array(), bytes.position());
  }
}
