package dev.retinagate.os;

import com.sun.jna.Memory;
import java.nio.ByteBuffer;

/**
 * Memory off the heap that does not count as the JVM's direct memory, whose bound is for uploads.
 */
public final class NativeMemory {

  private NativeMemory() {}

  /**
   * Memory of so many bytes, freed once neither the buffer nor a slice of it is in use.
   *
   * @throws OutOfMemoryError if malloc has none
   */
  public static ByteBuffer allocate(int bytes) {
    return bytes == 0 ? ByteBuffer.allocate(0) : new Memory(bytes).getByteBuffer(0, bytes);
  }
}
