package dev.retinagate.memory;

import java.nio.ByteBuffer;

/**
 * The bytes of an encoded picture, in one or more pieces. Any thread may read them until the
 * picture's job has ended; they do not change before.
 */
public interface PictureBytes {

  /** Number of bytes. */
  int length();

  /**
   * Copies all bytes.
   *
   * @param target receives the bytes from its position on; the position moves behind them
   * @throws java.nio.BufferOverflowException if {@code target} has room for fewer than {@link
   *     #length} bytes
   */
  void copyTo(ByteBuffer target);
}
