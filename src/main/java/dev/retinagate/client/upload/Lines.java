package dev.retinagate.client.upload;

import java.io.IOException;
import java.io.PrintWriter;

/** Lines on standard output, whose reader may have gone. */
final class Lines {

  private final PrintWriter out;

  Lines(PrintWriter out) {
    this.out = out;
  }

  /** Each line leaves at once: a person or a program may wait for it. */
  void print(String line) throws IOException {
    out.println(line);
    if (out.checkError()) {
      throw new IOException("standard output was closed");
    }
  }
}
