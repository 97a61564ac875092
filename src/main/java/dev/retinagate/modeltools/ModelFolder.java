package dev.retinagate.modeltools;

import dev.retinagate.config.FileNames;
import dev.retinagate.config.FileProblem;
import dev.retinagate.model.ModelBundle;
import dev.retinagate.model.ModelSpec;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * Writes a model's folder atomically: files go to a hidden folder beside it, which takes the
 * model's name only when {@link #commit} is called. Closed without that, nothing stays; nor does it
 * where a signal ends the process.
 */
public final class ModelFolder implements AutoCloseable {

  private static final int BUFFER_BYTES = 1 << 16;

  /** Folders that are being written. */
  private static final Set<ModelFolder> OPEN = ConcurrentHashMap.newKeySet();

  static {
    Runtime.getRuntime().addShutdownHook(new Thread(ModelFolder::abandonAll, "abandon-models"));
  }

  private final Path target;
  private final Path staging;
  private boolean abandoned;

  /** Writes the content of one file. */
  public interface Content {
    /** Writes it all; the stream is closed by the caller. */
    void writeTo(OutputStream out) throws IOException;
  }

  /**
   * Starts a folder for a model.
   *
   * @throws ModelToolException if an older model would be lost, or the directory cannot be written
   */
  public ModelFolder(NewModel model) {
    model.requireFree();
    target = model.folder();
    try {
      Files.createDirectories(model.models());
      // Not createTempDirectory: its folder is private, a model may be served by another user.
      staging =
          Files.createDirectory(
              model.models().resolve("." + model.name() + "." + ProcessHandle.current().pid()));
    } catch (IOException e) {
      throw failure("cannot write to", model.models(), e);
    }
    OPEN.add(this);
  }

  /** Removes the files of every folder that is being written, and has its writer fail. */
  static void abandonAll() {
    OPEN.forEach(ModelFolder::abandon);
  }

  private synchronized void abandon() {
    abandoned = true;
    close();
  }

  private void requireUse() {
    if (abandoned) {
      throw new ModelToolException(
          "the process ends: " + FileNames.text(target) + " is not written");
    }
  }

  private static ModelToolException failure(String what, Path path, IOException e) {
    return new ModelToolException(
        what + " " + FileNames.text(path) + ": " + FileProblem.reason(e), e);
  }

  /** Writes one file; its checksum is part of the answer. */
  public ModelSpec.ModelFile write(String path, Content content) {
    Path file = staging.resolve(path);
    try (FileChannel channel = create(file);
        DigestOutputStream out =
            new DigestOutputStream(
                new BufferedOutputStream(Channels.newOutputStream(channel), BUFFER_BYTES),
                MessageDigest.getInstance("SHA-256"))) {
      content.writeTo(out);
      out.flush();
      channel.force(true);
      return new ModelSpec.ModelFile(
          path, HexFormat.of().formatHex(out.getMessageDigest().digest()));
    } catch (IOException e) {
      throw failure("cannot write", target.resolve(path), e);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  private synchronized FileChannel create(Path file) throws IOException {
    requireUse();
    return FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
  }

  /** Writes a file of another model, which is checked, under the same name. */
  public ModelSpec.ModelFile copy(ModelBundle bundle, String part) {
    ByteBuffer content = bundle.read(part);
    return write(
        bundle.spec().files().get(part).path(),
        out -> Channels.newChannel(out).write(content.duplicate()));
  }

  /** Writes model.yaml and gives the folder its name, in place of an older model of that name. */
  public Path commit(ModelSpec spec) {
    write(ModelSpec.FILE, out -> out.write(spec.toYaml().getBytes(StandardCharsets.UTF_8)));
    rename();
    return target;
  }

  /** An older model is out of the way for a moment: the process must not end in it. */
  private synchronized void rename() {
    requireUse();
    try {
      Path old = staging.resolveSibling(staging.getFileName() + ".old");
      if (Files.exists(target)) {
        Files.move(target, old, StandardCopyOption.ATOMIC_MOVE);
      }
      Files.move(staging, target, StandardCopyOption.ATOMIC_MOVE);
      delete(old);
    } catch (IOException e) {
      throw failure("cannot write", target, e);
    }
  }

  /** Removes the files if they were not committed. */
  @Override
  public synchronized void close() {
    OPEN.remove(this);
    try {
      delete(staging);
    } catch (IOException e) {
      throw failure("cannot remove", staging, e);
    }
  }

  private static void delete(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    try (Stream<Path> paths = Files.walk(folder)) {
      for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }
}
