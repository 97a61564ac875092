package dev.retinagate.http;

import io.vertx.core.buffer.Buffer;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.function.LongPredicate;

/**
 * The pictures of one request, one behind the other, in one array that never grows beyond what is
 * reserved for it. Owned by the request's event loop until the pictures are handed on.
 */
final class UploadBuffer {

  /** What became of a chunk. */
  enum Appended {
    /** It is in. */
    OK,
    /** The body is longer than is read. */
    TOO_LARGE,
    /** There is no more memory for uploads. */
    NO_BYTES
  }

  /** What is kept of a body before it has shown that it comes at all. */
  static final int FIRST_BYTES = 16 << 10;

  private static final byte[] NOTHING = {};

  private final long maxBytes;
  private final long announced;
  private final LongPredicate reserve;
  private byte[] bytes = NOTHING;
  private int size;

  /**
   * An empty buffer.
   *
   * @param maxBytes most that is taken
   * @param announced the body's length, or {@link ContentLength#UNKNOWN}
   * @param reserve whether the array may be that long
   */
  UploadBuffer(long maxBytes, long announced, LongPredicate reserve) {
    this.maxBytes = maxBytes;
    this.announced = announced;
    this.reserve = reserve;
  }

  /** Takes a chunk, or nothing of it. */
  Appended append(Buffer chunk) {
    long needed = (long) size + chunk.length();
    if (needed > maxBytes) {
      return Appended.TOO_LARGE;
    }
    if (needed > bytes.length && !grow((int) needed)) {
      return Appended.NO_BYTES;
    }
    chunk.getBytes(bytes, size);
    size += chunk.length();
    return Appended.OK;
  }

  int size() {
    return size;
  }

  /** The bytes from {@code from} to {@code to}; nothing may be appended any more. */
  ByteBuffer slice(int from, int to) {
    return ByteBuffer.wrap(bytes, from, to - from).slice();
  }

  /** Nothing of it is needed any more. */
  void clear() {
    bytes = NOTHING;
    size = 0;
  }

  /** Grows with what has come, not with what was announced: holding memory costs sending it. */
  private boolean grow(int needed) {
    long most = announced == ContentLength.UNKNOWN ? maxBytes : announced;
    int capacity = (int) Math.max(needed, Math.min(Math.max(FIRST_BYTES, 2L * bytes.length), most));
    if (!reserve.test(capacity)) {
      return false;
    }
    bytes = Arrays.copyOf(bytes, capacity);
    return true;
  }
}
