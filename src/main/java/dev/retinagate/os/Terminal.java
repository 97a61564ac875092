package dev.retinagate.os;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;

/** Whether a person reads the output as it comes. */
public final class Terminal {

  private static final Path STANDARD_ERROR = Path.of("/proc/self/fd/2");

  /** The devices of Linux that are terminals (pty(7), console(4)). */
  private static final Pattern DEVICE = Pattern.compile("/dev/(pts/\\d+|tty\\S*|console)");

  private Terminal() {}

  /**
   * Whether standard error is a terminal, wherever standard output goes. Java's own console cannot
   * tell: it is null as soon as the answers are written to a file. It is asked where there is no
   * procfs.
   */
  @SuppressWarnings("SystemConsoleNull") // Java 17's console is null unless both are a terminal.
  public static boolean isStandardError() {
    try {
      return DEVICE.matcher(Files.readSymbolicLink(STANDARD_ERROR).toString()).matches();
    } catch (IOException | UnsupportedOperationException e) {
      return System.console() != null;
    }
  }
}
