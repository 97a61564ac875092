package dev.retinagate.http.intake;

import dev.retinagate.admission.Reservation;
import dev.retinagate.memory.PieceBuffer;

/**
 * How many bytes a request may hold: first its pictures and fields, as many as have come, and then
 * its answer. Owned by the request's event loop.
 */
final class RequestMemory {

  private final Reservation reservation;
  private long pictureBytes;
  private long fieldBytes;

  /** Memory of which {@link PieceBuffer#FIRST_BYTES} are reserved. */
  RequestMemory(Reservation reservation) {
    this.reservation = reservation;
  }

  /** Whether the pictures may hold so many bytes in all; if so they are reserved. */
  boolean tryHoldPictures(long bytes) {
    boolean fits = resize(bytes + fieldBytes);
    if (fits) {
      pictureBytes = bytes;
    }
    return fits;
  }

  /** Whether a further text field may hold so many bytes; if so they are reserved. */
  boolean tryHoldField(long bytes) {
    boolean fits = resize(pictureBytes + fieldBytes + bytes);
    if (fits) {
      fieldBytes += bytes;
    }
    return fits;
  }

  /** The pictures are needed no more: whether the answer may hold so many bytes instead. */
  boolean tryHoldAnswer(long bytes) {
    return reservation.resize(bytes);
  }

  /** The bytes that are held. Safe to use from any thread. */
  long bytes() {
    return reservation.bytes();
  }

  /** Nothing is held any more. Idempotent. */
  void release() {
    reservation.release();
  }

  private boolean resize(long bytes) {
    return reservation.resize(Math.max(PieceBuffer.FIRST_BYTES, bytes));
  }
}
