package dev.retinagate.memory;

import dev.retinagate.http.reply.ContentLength;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.internal.buffer.BufferInternal;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongPredicate;

/**
 * The pictures of one request, one behind the other, in pieces of Netty's pool that never grow
 * beyond what is reserved for them. Off the heap and never moved: as arrays, a few pictures of 20
 * MB made the collector stop everybody for 80 ms a second, and each growth copied all that had
 * come. Owned by the request's event loop; what was handed on is read by a worker until {@link
 * #clear}.
 */
public final class PieceBuffer {

  /** What became of a chunk. */
  public enum Appended {
    /** It is in. */
    OK,
    /** The body is longer than is read. */
    TOO_LARGE,
    /** There is no more memory for uploads. */
    NO_BYTES
  }

  /** What is kept of a body before it has shown that it comes at all. */
  public static final int FIRST_BYTES = 16 << 10;

  /** What is larger than Netty's chunks of 4 MiB is not pooled. */
  private static final int MAX_PIECE_BYTES = 1 << 20;

  private final long maxBytes;
  private final long announced;
  private final LongPredicate reserve;
  private final List<ByteBuf> pieces = new ArrayList<>();
  private int capacity;
  private int size;

  /**
   * An empty buffer.
   *
   * @param maxBytes most that is taken
   * @param announced the body's length, or {@link ContentLength#UNKNOWN}
   * @param reserve whether so many bytes may be held in all
   */
  public PieceBuffer(long maxBytes, long announced, LongPredicate reserve) {
    this.maxBytes = maxBytes;
    this.announced = announced;
    this.reserve = reserve;
  }

  /** Takes a chunk, or nothing of it. */
  public Appended append(Buffer chunk) {
    long needed = (long) size + chunk.length();
    if (needed > maxBytes) {
      return Appended.TOO_LARGE;
    }
    if (needed > capacity && !grow((int) needed)) {
      return Appended.NO_BYTES;
    }
    write(((BufferInternal) chunk).getByteBuf());
    size = (int) needed;
    return Appended.OK;
  }

  public int size() {
    return size;
  }

  /** The bytes from {@code from} to {@code to}; nothing may be appended any more. */
  public PictureBytes slice(int from, int to) {
    return new Slice(List.copyOf(pieces), from, to);
  }

  /** Nothing of it is needed any more, by workers neither. Idempotent. */
  public void clear() {
    pieces.forEach(ByteBuf::release);
    pieces.clear();
    capacity = 0;
    size = 0;
  }

  /** Grows with what has come, not with what was announced: holding memory costs sending it. */
  private boolean grow(int needed) {
    long most = announced == ContentLength.UNKNOWN ? maxBytes : announced;
    int step = Math.min(Math.max(FIRST_BYTES, capacity), MAX_PIECE_BYTES);
    int grown = (int) Math.max(needed, Math.min((long) capacity + step, most));
    if (!reserve.test(grown)) {
      return false;
    }
    int bytes = grown - capacity;
    if (!DirectMemory.hasRoom(bytes)) {
      // What has been reserved stays so, since it is asked for again in a moment.
      return false;
    }
    pieces.add(PooledByteBufAllocator.DEFAULT.directBuffer(bytes, bytes));
    capacity = grown;
    return true;
  }

  private void write(ByteBuf chunk) {
    int at = chunk.readerIndex();
    int end = chunk.writerIndex();
    // All pieces but the last one or two are full: a chunk can end one and begin the next.
    for (int i = Math.max(0, pieces.size() - 2); i < pieces.size() && at < end; i++) {
      ByteBuf piece = pieces.get(i);
      int fitting = Math.min(piece.writableBytes(), end - at);
      piece.writeBytes(chunk, at, fitting);
      at += fitting;
    }
  }

  /** Bytes of a piece are where they are until the buffer is cleared; indices are not used. */
  private record Slice(List<ByteBuf> pieces, int from, int to) implements PictureBytes {

    @Override
    public int length() {
      return to - from;
    }

    @Override
    public void copyTo(ByteBuffer target) {
      int pieceBegins = 0;
      for (ByteBuf piece : pieces) {
        int begin = Math.max(from - pieceBegins, 0);
        int end = Math.min(to - pieceBegins, piece.capacity());
        if (begin < end) {
          target.put(piece.nioBuffer(begin, end - begin));
        }
        pieceBegins += piece.capacity();
      }
    }
  }
}
