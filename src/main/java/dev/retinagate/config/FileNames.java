package dev.retinagate.config;

import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Names of files in every locale. For Linux a name is bytes, which are UTF-8 nearly everywhere; the
 * JVM converts them by the locale's charset. In the locale C, which containers, cron and systemd
 * units have, that is ASCII: arguments then arrive with question marks, {@link Path#of} throws, and
 * a path's text has replacement characters. A {@link Path} itself keeps the bytes, and a {@code
 * file:} URI is a lossless way to and from them.
 *
 * <p>A byte that is not UTF-8 stands in a text as a lone surrogate, U+DC80 to U+DCFF, as in
 * Python's {@code surrogateescape} (PEP 383): such names survive the way to a path, too.
 */
public final class FileNames {

  private static final Path ARGUMENTS = Path.of("/proc/self/cmdline");
  private static final Path ENVIRONMENT = Path.of("/proc/self/environ");
  private static final int FIRST_ESCAPE = 0xDC00;
  private static final int MAX_ASCII = 0x7f;
  private static final char REPLACEMENT = '\uFFFD';

  /** Characters of a path in a URI that need no percent sign. */
  private static final String PLAIN = "/-._~";

  private FileNames() {}

  /**
   * The arguments of the process as they were typed.
   *
   * @param decoded the arguments as the JVM has decoded them
   * @return {@code decoded} if there is no procfs, or if it has other arguments
   */
  public static String[] arguments(String[] decoded) {
    try {
      return arguments(decoded, Files.readAllBytes(ARGUMENTS));
    } catch (IOException e) {
      return decoded;
    }
  }

  /**
   * As above.
   *
   * @param commandLine the whole command line; each argument ends with a zero byte
   */
  static String[] arguments(String[] decoded, byte[] commandLine) {
    List<String> all = zeroTerminated(commandLine);
    if (all.size() < decoded.length) {
      return decoded;
    }
    String[] typed =
        all.subList(all.size() - decoded.length, all.size()).toArray(new String[decoded.length]);
    for (int i = 0; i < typed.length; i++) {
      if (isAscii(typed[i]) && !typed[i].equals(decoded[i])) {
        return decoded;
      }
    }
    return typed;
  }

  /** The process's environment as it was set. */
  public static Map<String, String> environment() {
    try {
      return environment(System.getenv(), Files.readAllBytes(ENVIRONMENT));
    } catch (IOException e) {
      return System.getenv();
    }
  }

  /**
   * As above.
   *
   * @param decoded the variables as the JVM has decoded them
   * @param raw all variables, NAME=VALUE; each ends with a zero byte
   */
  static Map<String, String> environment(Map<String, String> decoded, byte[] raw) {
    Map<String, String> environment = new HashMap<>(decoded);
    for (String variable : zeroTerminated(raw)) {
      int equals = variable.indexOf('=');
      if (equals > 0 && environment.containsKey(variable.substring(0, equals))) {
        environment.put(variable.substring(0, equals), variable.substring(equals + 1));
      }
    }
    return environment;
  }

  private static List<String> zeroTerminated(byte[] bytes) {
    List<String> all = new ArrayList<>();
    int start = 0;
    for (int i = 0; i < bytes.length; i++) {
      if (bytes[i] == 0) {
        all.add(decode(Arrays.copyOfRange(bytes, start, i)));
        start = i + 1;
      }
    }
    return all;
  }

  /**
   * A sentence where the JVM cannot find the working directory, since the locale's charset lacks a
   * character of its name: relative names lead nowhere, and classes of the JDK itself do not load.
   * Empty elsewhere.
   */
  public static Optional<String> workingDirectoryFault() {
    return Files.isDirectory(Path.of("").toAbsolutePath())
        ? Optional.empty()
        : Optional.of(
            "the name of the working directory has characters that the locale's charset (%s) lacks: set LC_ALL=C.UTF-8, or start in another folder"
                .formatted(System.getProperty("sun.jnu.encoding")));
  }

  /**
   * The path of that name, whatever the locale.
   *
   * @throws InvalidPathException if no file can have that name
   */
  public static Path path(String name) {
    if (isAscii(name) || (localeIsUtf8() && !hasEscapes(name))) {
      return Path.of(name);
    }
    if (name.indexOf(0) >= 0) {
      throw new InvalidPathException(name, "a zero character");
    }
    StringBuilder uri = new StringBuilder("file:///");
    for (byte each : encode(name)) {
      if (PLAIN.indexOf(each) >= 0 || isAsciiLetterOrDigit(each)) {
        uri.append((char) each);
      } else {
        uri.append("%%%02X".formatted(each));
      }
    }
    Path absolute = Path.of(URI.create(uri.toString()));
    return name.startsWith("/") ? absolute : absolute.subpath(0, absolute.getNameCount());
  }

  /** A path as text for people and JSON; U+FFFD stands for bytes that are not UTF-8. */
  public static String text(Path path) {
    return printable(name(path));
  }

  /** A path as the text that {@link #path} makes it of. */
  public static String name(Path path) {
    String text = path.toString();
    if (isAscii(text) || (localeIsUtf8() && text.indexOf(REPLACEMENT) < 0)) {
      return text;
    }
    StringBuilder name = new StringBuilder(path.isAbsolute() ? "/" : "");
    for (Path element : path) {
      name.append(name.isEmpty() || name.charAt(name.length() - 1) == '/' ? "" : "/");
      // Below the root, so that the JVM's idea of the working directory does not matter. The URI of
      // a folder that exists ends with a slash.
      String uri = Path.of("/").resolve(element).toUri().getRawPath().replace("/", "");
      name.append(decode(unescape(uri)));
    }
    return name.toString();
  }

  private static String printable(String name) {
    return hasEscapes(name) ? new String(encode(name), StandardCharsets.UTF_8) : name;
  }

  private static boolean localeIsUtf8() {
    return "UTF-8".equals(System.getProperty("sun.jnu.encoding"));
  }

  private static boolean isAscii(String text) {
    return text.chars().allMatch(c -> c <= MAX_ASCII);
  }

  private static boolean isAsciiLetterOrDigit(byte each) {
    return each > 0 && Character.isLetterOrDigit(each);
  }

  private static boolean hasEscapes(String text) {
    return text.codePoints().anyMatch(FileNames::isEscape);
  }

  /** A surrogate without its partner is its own code point. */
  private static boolean isEscape(int codePoint) {
    return codePoint > FIRST_ESCAPE + MAX_ASCII && codePoint <= FIRST_ESCAPE + 0xff;
  }

  private static String decode(byte[] bytes) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      return decodeBytewise(bytes);
    }
  }

  /** The longest valid sequences, and an escape for each byte between them. */
  private static String decodeBytewise(byte[] bytes) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < bytes.length; ) {
      int length = sequenceLength(bytes, i);
      if (length == 0) {
        text.append((char) (FIRST_ESCAPE + (bytes[i] & 0xff)));
        i++;
      } else {
        text.append(new String(bytes, i, length, StandardCharsets.UTF_8));
        i += length;
      }
    }
    return text.toString();
  }

  /** Bytes of the character that begins there; 0 if none does. */
  private static int sequenceLength(byte[] bytes, int start) {
    for (int length = 1; length <= 4 && start + length <= bytes.length; length++) {
      String one = new String(bytes, start, length, StandardCharsets.UTF_8);
      if (one.codePointCount(0, one.length()) == 1 && one.charAt(0) != REPLACEMENT) {
        return length;
      }
    }
    return 0;
  }

  private static byte[] encode(String name) {
    ByteBuffer bytes = ByteBuffer.allocate(4 * name.length());
    name.codePoints()
        .forEach(
            c -> {
              if (isEscape(c)) {
                bytes.put((byte) (c - FIRST_ESCAPE));
              } else {
                bytes.put(Character.toString(c).getBytes(StandardCharsets.UTF_8));
              }
            });
    return Arrays.copyOf(bytes.array(), bytes.position());
  }

  private static byte[] unescape(String rawPath) {
    ByteBuffer bytes = ByteBuffer.allocate(rawPath.length());
    for (int i = 0; i < rawPath.length(); i++) {
      if (rawPath.charAt(i) == '%') {
        bytes.put((byte) Integer.parseInt(rawPath, i + 1, i + 3, 16));
        i += 2;
      } else {
        bytes.put((byte) rawPath.charAt(i));
      }
    }
    return Arrays.copyOf(bytes.array(), bytes.position());
  }
}
