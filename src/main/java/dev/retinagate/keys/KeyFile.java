package dev.retinagate.keys;

import dev.retinagate.config.FileNames;
import dev.retinagate.config.FileProblem;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The file of the keys, as a person reads and edits it: a line a key, {@code NAME sha256:HEX
 * [rate=5/s] [share=2]}. Empty lines and those that begin with {@code #} are kept as they are.
 */
public final class KeyFile {

  /** Bounds the labels of metrics and the time of a reload. */
  static final int MAX_KEYS = 1_000;

  private static final long MAX_FILE_BYTES = 1 << 20;
  private static final String COMMENT = "#";
  private static final String HEAD =
      "# API keys of Retinagate: a name and the SHA-256 of its key a line. Changed by: retinagate key";

  private final Path file;

  /** The file, which need not exist. */
  public KeyFile(Path file) {
    this.file = file;
  }

  /**
   * Reads the keys, in the order of the file.
   *
   * @throws KeyFileException if there is no such file, or a line is wrong: the message says which,
   *     without what it says
   */
  public List<KeyEntry> read() throws KeyFileException {
    return entries(lines());
  }

  /**
   * Makes a key and adds it to the file, which is made if it is missing.
   *
   * @param name a name that {@link KeyEntry#isName} accepts
   * @return the key's text, which is nowhere else: the file has its hash only
   * @throws KeyFileException if the name is taken, or the file is broken or cannot be written
   */
  public String add(String name, Optional<Rate> rate, int share) throws KeyFileException {
    String key = ApiKey.newText();
    try (LockedFile locked = LockedFile.lock(file)) {
      List<String> lines = new ArrayList<>(Files.exists(locked.target()) ? lines() : List.of(HEAD));
      List<KeyEntry> entries = entries(lines);
      if (entries.stream().anyMatch(entry -> entry.name().equals(name))) {
        throw new KeyFileException(
            text() + " has a key '" + name + "' already; remove it first, or choose another name");
      }
      if (entries.size() >= MAX_KEYS) {
        throw new KeyFileException(text() + " has " + MAX_KEYS + " keys, which is the most");
      }
      lines.add(KeyEntry.of(name, key, rate, share).line());
      locked.replace(lines);
    } catch (IOException e) {
      throw unwritable(e);
    }
    return key;
  }

  /**
   * Removes a key, so that it is refused from now on.
   *
   * @throws KeyFileException if there is none of this name, or the file is broken or cannot be
   *     written
   */
  public void remove(String name) throws KeyFileException {
    try (LockedFile locked = LockedFile.lock(file)) {
      List<String> lines = lines();
      entries(lines);
      List<String> left =
          lines.stream().filter(line -> isNoKey(line) || !nameOf(line).equals(name)).toList();
      if (left.size() == lines.size()) {
        throw new KeyFileException(text() + " has no key '" + name + "'");
      }
      locked.replace(left);
    } catch (IOException e) {
      throw unwritable(e);
    }
  }

  private List<String> lines() throws KeyFileException {
    try {
      if (Files.size(file) > MAX_FILE_BYTES) {
        throw new KeyFileException(text() + " is longer than " + MAX_FILE_BYTES + " bytes");
      }
      return Files.readAllLines(file, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new KeyFileException(text() + " cannot be read: " + FileProblem.reason(e), e);
    }
  }

  private List<KeyEntry> entries(List<String> lines) throws KeyFileException {
    List<KeyEntry> entries = new ArrayList<>();
    Set<String> names = new HashSet<>();
    for (int i = 0; i < lines.size(); i++) {
      if (isNoKey(lines.get(i))) {
        continue;
      }
      try {
        entries.add(KeyEntry.parse(lines.get(i)));
      } catch (IllegalArgumentException e) {
        throw new KeyFileException(
            "%s, line %d: there is %s".formatted(text(), i + 1, e.getMessage()), e);
      }
      if (!names.add(nameOf(lines.get(i)))) {
        throw new KeyFileException(
            "%s, line %d: its name is that of another line".formatted(text(), i + 1));
      }
    }
    if (entries.size() > MAX_KEYS) {
      throw new KeyFileException(text() + " has more than " + MAX_KEYS + " keys");
    }
    return entries;
  }

  private static boolean isNoKey(String line) {
    return line.isBlank() || line.startsWith(COMMENT);
  }

  private static String nameOf(String line) {
    return KeyEntry.parse(line).name();
  }

  private KeyFileException unwritable(IOException e) {
    return new KeyFileException(text() + " cannot be changed: " + FileProblem.tell(e), e);
  }

  private String text() {
    return FileNames.text(file);
  }
}
