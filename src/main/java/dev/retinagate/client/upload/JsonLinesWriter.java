package dev.retinagate.client.upload;

import java.io.IOException;
import java.io.PrintWriter;

/** A JSON object a line. */
public final class JsonLinesWriter implements OutcomeWriter {

  private final Lines lines;

  /** Onto this writer, which stays open. */
  public JsonLinesWriter(PrintWriter out) {
    lines = new Lines(out);
  }

  @Override
  public void write(Outcome outcome) throws IOException {
    lines.print(outcome.toJson().encode());
  }

  @Override
  public void close() {}
}
