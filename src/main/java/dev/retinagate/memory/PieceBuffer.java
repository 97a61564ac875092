package dev.retinagate.memory;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.vertx.core.buffer.Buffer;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongPredicate;

/**
 * The pictures of one request, one behind the other, in pieces of Netty's pool that never grow
 * beyond what is reserved for them. The pieces are off the heap and never move: as arrays, a few
 * pictures of 20 MB made the garbage collector pause all threads for 80 ms a second, and each
 * growth copied all bytes so far. Owned by the request's event loop; workers read its slices until
 * {@link #clear}.
 */
public final class PieceBuffer {

  /** The outcome of {@link #append(Buffer)}. */
  public enum Appended {
    /** The chunk is in the buffer. */
    OK,
    /** The body would be longer than {@code maxBytes}. */
    TOO_LARGE,
    /** There is no more memory for uploads. */
    NO_BYTES
  }

  /** The first piece: as much of a body as is kept before the request has a permit. */
  public static final int FIRST_BYTES = 16 << 10;

  /** Netty's pool has chunks of 4 MiB; a larger buffer would not come from the pool. */
  private static final int MAX_PIECE_BYTES = 1 << 20;

  private final long maxBytes;
  private final long expectedBytes;
  private final LongPredicate reservation;
  private final List<ByteBuf> pieces = new ArrayList<>();
  private int capacity;
  private int size;

  /** The piece that the next byte goes to, unless it is full. */
  private int filling;

  /**
   * An empty buffer that holds no memory.
   *
   * @param maxBytes most bytes that the buffer takes
   * @param announced the body's length in bytes, negative if it is not known; the buffer grows in
   *     advance up to this length only
   * @param reservation given a number of bytes in all, reserves them and returns true, or returns
   *     false and leaves the reservation as it was
   */
  public PieceBuffer(long maxBytes, long announced, LongPredicate reservation) {
    this.maxBytes = maxBytes;
    this.expectedBytes = announced < 0 ? maxBytes : announced;
    this.reservation = reservation;
  }

  /**
   * Makes room for further bytes. To be called before {@link #append(ByteBuffer)}.
   *
   * @param bytes how many bytes are about to be appended; the caller compares them with its own
   *     limit before
   * @return false if the reservation or the direct memory has no room, or the buffer would hold
   *     more than {@code maxBytes}; the buffer's content is as it was
   */
  public boolean reserve(int bytes) {
    long needed = (long) size + bytes;
    return needed <= capacity || (needed <= maxBytes && grow(Math.toIntExact(needed)));
  }

  /**
   * Appends bytes that fit what was reserved.
   *
   * @param bytes copied from position to limit; the position moves to the limit
   * @throws IllegalStateException if {@link #reserve} did not make room for them
   */
  public void append(ByteBuffer bytes) {
    int length = bytes.remaining();
    if (length > capacity - size) {
      throw new IllegalStateException(length + " bytes appended, " + (capacity - size) + " free");
    }
    write(bytes);
    size += length;
  }

  /** Reserves and appends a chunk, or takes nothing of it. */
  public Appended append(Buffer chunk) {
    if ((long) size + chunk.length() > maxBytes) {
      return Appended.TOO_LARGE;
    }
    if (!reserve(chunk.length())) {
      return Appended.NO_BYTES;
    }
    append(Views.view(chunk));
    return Appended.OK;
  }

  /** Bytes appended so far. */
  public int size() {
    return size;
  }

  /** The bytes from {@code from} to {@code to}. Nothing may be appended afterwards. */
  public PictureBytes slice(int from, int to) {
    return new Slice(List.copyOf(pieces), from, to);
  }

  /** Releases all pieces; no worker may read a slice any more. Idempotent. */
  public void clear() {
    pieces.forEach(ByteBuf::release);
    pieces.clear();
    capacity = 0;
    size = 0;
    filling = 0;
  }

  /**
   * Grows with the bytes that have come, not with the announced length: a client that makes the
   * node hold memory has to send bytes for it.
   */
  private boolean grow(int needed) {
    int step = Math.min(Math.max(FIRST_BYTES, capacity), MAX_PIECE_BYTES);
    int grown = (int) Math.max(needed, Math.min((long) capacity + step, expectedBytes));
    if (!reservation.test(grown)) {
      return false;
    }
    int bytes = grown - capacity;
    if (!DirectMemory.hasRoom(bytes)) {
      // The reservation stays: the next chunk asks for the same bytes again.
      return false;
    }
    pieces.add(PooledByteBufAllocator.DEFAULT.directBuffer(bytes, bytes));
    capacity = grown;
    return true;
  }

  private void write(ByteBuffer bytes) {
    int end = bytes.limit();
    while (bytes.hasRemaining()) {
      ByteBuf piece = pieces.get(filling);
      if (!piece.isWritable()) {
        piece = pieces.get(++filling);
      }
      bytes.limit(Math.min(bytes.position() + piece.writableBytes(), end));
      piece.writeBytes(bytes);
      bytes.limit(end);
    }
  }

  /** A piece's bytes keep their place until the buffer is cleared; its indices are not used. */
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
