package dev.retinagate.http.form;

import java.nio.ByteBuffer;

/**
 * Reads a body piece by piece and passes its pictures and fields to a {@link BodySink}. Owned by
 * one thread. After an exception the caller discards the rest of the body: the reader's state is
 * then undefined.
 */
public interface BodyReader {

  /**
   * Reads all remaining bytes of the piece: afterwards its position is its limit. The reader does
   * not keep the piece.
   *
   * @throws BodyException if the body is refused
   */
  void read(ByteBuffer piece) throws BodyException;

  /**
   * Bytes that came in earlier pieces and may still be passed on to a picture: what looks like the
   * beginning of a boundary is data if it does not go on like one.
   */
  default int heldBytes() {
    return 0;
  }

  /**
   * Ends the body. The caller calls this once, after the last piece.
   *
   * @throws BodyException if the body is incomplete
   */
  void end() throws BodyException;
}
