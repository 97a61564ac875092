package dev.retinagate.keys;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/**
 * A file that this process alone changes. The lock is the file's successor, {@code FILE.new}, which
 * only one process can make; renamed, it replaces the file. So a reader sees the old file or the
 * new one, and never a part.
 */
final class LockedFile implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final long RETRY_MILLIS = 20;
  private static final Set<PosixFilePermission> OWNER_ONLY =
      PosixFilePermissions.fromString("rw-------");

  private final Path target;
  private final Path successor;
  private boolean replaced;

  private LockedFile(Path target, Path successor) {
    this.target = target;
    this.successor = successor;
  }

  /**
   * Locks a file, which need not exist. Blocks while another process changes it.
   *
   * @throws IOException if the folder cannot be written, or the other process does not end
   */
  static LockedFile lock(Path file) throws IOException {
    // Behind a link, the file that it names is changed, and the link stays.
    Path target = Files.exists(file) ? file.toRealPath() : file.toAbsolutePath();
    Path successor = target.resolveSibling(target.getFileName() + ".new");
    long giveUp = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      try {
        Files.createFile(successor, PosixFilePermissions.asFileAttribute(OWNER_ONLY));
        return new LockedFile(target, successor);
      } catch (FileAlreadyExistsException e) {
        if (System.nanoTime() - giveUp >= 0) {
          throw new FileSystemException(
              successor.toString(),
              null,
              "another command changes the keys, or was ended before it had done; then delete this file");
        }
        pause();
      }
    }
  }

  private static void pause() throws IOException {
    try {
      Thread.sleep(RETRY_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  /** The file that is changed: the one that a link names. */
  Path target() {
    return target;
  }

  /** Replaces the file. Its owner alone may read it, and stays the owner. */
  void replace(List<String> lines) throws IOException {
    byte[] text = (String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8);
    try (FileChannel channel = FileChannel.open(successor, StandardOpenOption.WRITE)) {
      ByteBuffer bytes = ByteBuffer.wrap(text);
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      // Else a power failure could leave an empty file in place of the old one.
      channel.force(true);
    }
    if (Files.exists(target)) {
      keepOwner();
    }
    Files.move(
        successor, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    replaced = true;
  }

  /** A file that root changes has to stay readable for the service that it belongs to. */
  private void keepOwner() throws IOException {
    UserPrincipal owner = Files.getOwner(target);
    if (!owner.equals(Files.getOwner(successor))) {
      Files.setOwner(successor, owner);
    }
  }

  /** Unlocks the file. */
  @Override
  public void close() throws IOException {
    if (!replaced) {
      Files.deleteIfExists(successor);
    }
  }
}
