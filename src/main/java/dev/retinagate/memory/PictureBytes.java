package dev.retinagate.memory;

import java.nio.ByteBuffer;

/**
 * The bytes of an encoded picture, in as many pieces as they came in. May be read by any thread
 * until its job has ended; nobody changes them meanwhile.
 */
public interface PictureBytes {

  /** How many there are. */
  int length();

  /**
   * Copies all of them.
   *
   * @param target gets them from its position on, which moves behind them; has room for {@link
   *     #length}
   */
  void copyTo(ByteBuffer target);
}
