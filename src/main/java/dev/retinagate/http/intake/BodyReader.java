package dev.retinagate.http.intake;

import java.nio.ByteBuffer;

/**
 * Reads a body as it comes and tells its pictures and fields to a {@link BodySink}. Owned by one
 * thread. After an exception the reader is of no more use; the rest of the body is to be discarded.
 */
public interface BodyReader {

  /**
   * Reads the next bytes, all of them: afterwards the position is the limit. The piece is not kept.
   */
  void read(ByteBuffer piece) throws BodyException;

  /** The body has ended. To be called once. */
  void end() throws BodyException;
}
