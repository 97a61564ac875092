package dev.retinagate.memory;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.buffer.Unpooled;
import java.nio.ByteBuffer;

/**
 * An encoded picture in one piece, as decoders need it. Off the heap where there is room, so that
 * the decoder reads it without another copy; else on the heap, since waiting uploads may have
 * filled the direct memory. Owned by the worker's thread, which closes it after the last use.
 */
public final class PictureCopy implements AutoCloseable {

  private final ByteBuf memory;
  private final ByteBuffer bytes;

  private PictureCopy(ByteBuf memory, ByteBuffer bytes) {
    this.memory = memory;
    this.bytes = bytes;
  }

  /** Copies a picture. */
  public static PictureCopy of(PictureBytes picture) {
    int length = picture.length();
    ByteBuf memory =
        DirectMemory.hasRoom(length)
            ? PooledByteBufAllocator.DEFAULT.directBuffer(length)
            : Unpooled.buffer(length);
    try {
      ByteBuffer bytes = memory.nioBuffer(0, length);
      picture.copyTo(bytes);
      return new PictureCopy(memory, bytes.flip());
    } catch (RuntimeException e) {
      memory.release();
      throw e;
    }
  }

  /** The picture, from position to limit; not to be used after {@link #close}. */
  public ByteBuffer bytes() {
    return bytes;
  }

  @Override
  public void close() {
    memory.release();
  }
}
