package dev.retinagate.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Ids of clients and the secrets that they sign requests with. Never prints a secret. */
public final class AccessKeys {

  /** The file's lines; Amazon's ids have 16 to 128 characters, its secrets 40. */
  private static final Pattern LINE = Pattern.compile("(\\w{1,128})[ \t]+([!-~]{1,256})");

  private static final String COMMENT = "#";

  /** Thousands of keys fit. */
  private static final long MAX_FILE_BYTES = 1 << 20;

  private final Map<String, String> secrets;

  private AccessKeys(Map<String, String> secrets) {
    this.secrets = Map.copyOf(secrets);
  }

  /**
   * Reads a file with an id and a secret on each line, blanks between them. Empty lines and those
   * that begin with {@code #} are left out.
   *
   * @throws IOException if the file cannot be read
   * @throws IllegalArgumentException saying which line is wrong, without what it says
   */
  public static AccessKeys read(Path file) throws IOException {
    if (Files.size(file) > MAX_FILE_BYTES) {
      throw new IllegalArgumentException("is longer than " + MAX_FILE_BYTES + " bytes");
    }
    Map<String, String> secrets = new HashMap<>();
    int number = 0;
    for (String line : Files.readAllLines(file)) {
      number++;
      if (line.isBlank() || line.startsWith(COMMENT)) {
        continue;
      }
      Matcher pair = LINE.matcher(line.strip());
      if (!pair.matches()) {
        throw new IllegalArgumentException(
            "has a line, " + number + ", that is not an id and a secret with blanks between");
      }
      if (secrets.put(pair.group(1), pair.group(2)) != null) {
        throw new IllegalArgumentException("has the id of line " + number + " twice");
      }
    }
    if (secrets.isEmpty()) {
      throw new IllegalArgumentException("has no keys");
    }
    return new AccessKeys(secrets);
  }

  /** The secret of an id; empty if the id is not known. */
  public Optional<String> secret(String id) {
    return Optional.ofNullable(secrets.get(id));
  }

  @Override
  public String toString() {
    return secrets.size() + " access keys";
  }
}
