package dev.retinagate.cli;

import java.io.PrintWriter;

/** A progress bar on standard error, where that is a terminal and there are many steps. */
final class Progress implements AutoCloseable {

  private static final int MANY = 10;
  private static final int BAR = 40;

  private final PrintWriter err;
  private final int total;
  private final boolean shown;
  private int done;

  /** Java 17's console is null unless both ends are a terminal. */
  @SuppressWarnings("SystemConsoleNull")
  Progress(PrintWriter err, int total) {
    this.err = err;
    this.total = total;
    this.shown = total >= MANY && System.console() != null;
    draw();
  }

  /** One more is finished. */
  void step() {
    done++;
    draw();
  }

  private void draw() {
    if (shown) {
      int filled = BAR * done / total;
      err.printf("\r[%s%s] %d/%d", "#".repeat(filled), " ".repeat(BAR - filled), done, total);
      err.flush();
    }
  }

  /** Leaves the line. */
  @Override
  public void close() {
    if (shown) {
      err.println();
    }
  }
}
