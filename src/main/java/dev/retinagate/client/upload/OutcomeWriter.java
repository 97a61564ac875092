package dev.retinagate.client.upload;

import java.io.Closeable;
import java.io.IOException;

/** Writes outcomes in the order of their inputs; may block. */
public interface OutcomeWriter extends Closeable {

  /**
   * Writes one.
   *
   * @throws IOException if it cannot be written, which ends the run
   */
  void write(Outcome outcome) throws IOException;

  /** Writes what stands behind the last. */
  @Override
  void close() throws IOException;
}
