package dev.retinagate.http;

import dev.retinagate.admission.Reservation;
import io.vertx.core.buffer.Buffer;
import java.nio.ByteBuffer;
import java.util.Arrays;

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
  private final Reservation reservation;
  private byte[] bytes = NOTHING;
  private int size;
  private boolean announcedIsReserved;

  /**
   * An empty buffer.
   *
   * @param maxBytes most that is taken
   * @param announced the body's length, or {@link ContentLength#UNKNOWN}
   * @param reservation bounds the array; the first {@link #FIRST_BYTES} are in it
   */
  UploadBuffer(long maxBytes, long announced, Reservation reservation) {
    this.maxBytes = maxBytes;
    this.announced = announced;
    this.reservation = reservation;
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

  /** All of the announced length is in the reservation from now on. */
  void announcedIsReserved() {
    announcedIsReserved = announced != ContentLength.UNKNOWN;
  }

  /** Bytes of memory held. */
  int capacity() {
    return bytes.length;
  }

  int size() {
    return size;
  }

  /** The bytes from {@code from} to {@code to}; nothing may be appended any more. */
  ByteBuffer slice(int from, int to) {
    return ByteBuffer.wrap(bytes, from, to - from).slice();
  }

  private boolean grow(int needed) {
    long doubled = Math.max(FIRST_BYTES, 2L * bytes.length);
    int capacity =
        (int)
            (announcedIsReserved
                ? Math.max(needed, announced)
                : Math.max(needed, Math.min(doubled, maxBytes)));
    if (!announcedIsReserved && capacity > FIRST_BYTES) {
      int more = capacity - Math.max(FIRST_BYTES, bytes.length);
      if (!reservation.resize(reservation.bytes() + more)) {
        return false;
      }
    }
    bytes = Arrays.copyOf(bytes, capacity);
    return true;
  }
}
