package dev.retinagate.memory;

import io.netty.buffer.Unpooled;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.internal.buffer.BufferInternal;
import java.nio.ByteBuffer;

/** Vert.x's buffers seen as Java's, without a copy. */
public final class Views {

  private Views() {}

  /**
   * The bytes of a buffer.
   *
   * @return read-only, from position 0; shares the buffer's memory, and sees what is written there
   */
  public static ByteBuffer view(Buffer buffer) {
    return ((BufferInternal) buffer).getByteBuf().nioBuffer().slice().asReadOnlyBuffer();
  }

  /**
   * A buffer of these bytes, which are its own from now on: a drawn picture is too large to copy.
   */
  public static Buffer wrap(byte[] bytes) {
    return BufferInternal.buffer(Unpooled.wrappedBuffer(bytes));
  }
}
