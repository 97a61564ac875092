package dev.retinagate.cli;

import dev.retinagate.client.ClientOptions;
import dev.retinagate.client.Secret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.StringTokenizer;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** The API key of a command that asks a node. */
final class KeyOptions {

  /** A key file holds a line or two. */
  private static final long MAX_FILE_BYTES = 1 << 16;

  @ArgGroup private Given given;

  /** One of the two. */
  private static final class Given {

    @Option(
        names = "--key",
        paramLabel = "KEY",
        description =
            "API key of the node. Other users of this machine may see it: see --key-file.")
    private String key;

    @Option(
        names = "--key-file",
        paramLabel = "FILE",
        description = "File whose last word is the API key, as retinagate key add prints it.")
    private Path file;
  }

  /**
   * The options with the key, if one is given.
   *
   * @throws IllegalArgumentException, which does not show it, if it cannot be a key
   * @throws IOException if its file cannot be read
   */
  ClientOptions addTo(ClientOptions options) throws IOException {
    return secret().map(options::withKey).orElse(options);
  }

  /**
   * The key, if one is given.
   *
   * @throws IllegalArgumentException as {@link #addTo}
   * @throws IOException likewise
   */
  Optional<Secret> secret() throws IOException {
    return given == null
        ? Optional.empty()
        : Optional.of(Secret.of(given.file == null ? given.key : lastWord(given.file)));
  }

  private static String lastWord(Path file) throws IOException {
    if (Files.size(file) > MAX_FILE_BYTES) {
      throw new IllegalArgumentException("--key-file is no file with a key: it is too long");
    }
    String word = "";
    StringTokenizer words = new StringTokenizer(Files.readString(file));
    while (words.hasMoreTokens()) {
      word = words.nextToken();
    }
    return word;
  }
}
