package dev.retinagate.cli;

import dev.retinagate.modeltools.fetch.FetchProgress;
import java.io.PrintWriter;

/** A download's progress bar on standard error, where that is a terminal. */
final class ByteProgress implements FetchProgress, AutoCloseable {

  private static final int BAR = 40;
  private static final int MEGABYTE = 1_000_000;

  private final PrintWriter err;
  private final boolean shown;
  private String line = "";

  /** Java 17's console is null unless both ends are a terminal. */
  @SuppressWarnings("SystemConsoleNull")
  ByteProgress(PrintWriter err) {
    this(err, System.console() != null);
  }

  ByteProgress(PrintWriter err, boolean shown) {
    this.err = err;
    this.shown = shown;
  }

  @Override
  public void update(long arrivedBytes, long totalBytes) {
    String now = line(arrivedBytes, totalBytes);
    if (shown && !now.equals(line)) {
      line = now;
      err.print("\r" + now);
      err.flush();
    }
  }

  private static String line(long arrivedBytes, long totalBytes) {
    long arrived = arrivedBytes / MEGABYTE;
    if (totalBytes <= 0) {
      return arrived + " MB";
    }
    int filled = (int) (BAR * arrivedBytes / totalBytes);
    return "[%s%s] %d/%d MB"
        .formatted("#".repeat(filled), " ".repeat(BAR - filled), arrived, totalBytes / MEGABYTE);
  }

  /** Leaves the line. */
  @Override
  public void close() {
    if (!line.isEmpty()) {
      err.println();
      err.flush();
    }
  }
}
