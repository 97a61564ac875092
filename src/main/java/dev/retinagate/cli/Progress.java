package dev.retinagate.cli;

import dev.retinagate.os.Terminal;
import java.io.PrintWriter;

/**
 * A progress bar on standard error, where that is a terminal and there are many steps. Safe for
 * several threads.
 */
final class Progress implements AutoCloseable {

  private static final int MANY = 10;
  private static final int BAR = 40;

  /** To the start of the line, and what stands on it is gone (ECMA-48, EL). */
  private static final String ERASE = "\r\u001b[K";

  private final PrintWriter err;
  private final int total;
  private final boolean shown;
  private int done;

  Progress(PrintWriter err, int total) {
    this(err, total, Terminal.isStandardError());
  }

  Progress(PrintWriter err, int total, boolean terminal) {
    this.err = err;
    this.total = total;
    this.shown = terminal && total >= MANY;
    draw();
  }

  /** One more is finished. */
  synchronized void step() {
    done++;
    draw();
  }

  /** Takes the bar away until the next step: a line of standard output may go to its place. */
  synchronized void hide() {
    if (shown) {
      err.print(ERASE);
      err.flush();
    }
  }

  /** Says a sentence on a line of its own. */
  synchronized void say(String sentence) {
    hide();
    err.println(sentence);
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
  public synchronized void close() {
    if (shown) {
      err.println();
    }
  }
}
