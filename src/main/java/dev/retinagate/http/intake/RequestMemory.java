package dev.retinagate.http.intake;

import dev.retinagate.admission.Reservation;
import dev.retinagate.memory.PieceBuffer;

/**
 * What a request may hold, which follows what it has sent: the pieces of its pictures, and for a
 * form what Netty's decoder keeps; afterwards its answer, where that is a picture. Owned by the
 * request's event loop.
 */
final class RequestMemory {

  /** {@code HttpPostRequestDecoder.DEFAULT_DISCARD_THRESHOLD} of Netty 4.2: no more is kept. */
  private static final long MAX_DECODER_BYTES = 12 << 20;

  /** Up to here a Netty buffer grows by powers of two, beyond in steps of it. */
  private static final long DECODER_STEP_BYTES = 4 << 20;

  private final Reservation reservation;
  private final boolean form;
  private long bufferBytes;
  private long decoderBytes;

  /**
   * Memory of which the first bytes are reserved.
   *
   * @param form whether the body goes through Netty's decoder
   */
  RequestMemory(Reservation reservation, boolean form) {
    this.reservation = reservation;
    this.form = form;
  }

  /** What is reserved before anything has come. */
  static long first(boolean form) {
    return form ? 3L * PieceBuffer.FIRST_BYTES : PieceBuffer.FIRST_BYTES;
  }

  /** Whether its pictures may have so many bytes. */
  boolean mayHold(long bytes) {
    boolean fits = resize(bytes + decoderBytes);
    if (fits) {
      bufferBytes = bytes;
    }
    return fits;
  }

  /** Whether there is room for so much of a body in the decoder, where it is by now. */
  boolean mayDecode(long bodyBytes) {
    if (!form) {
      return true;
    }
    decoderBytes = Math.max(decoderBytes, decoderCapacity(bodyBytes));
    return resize(bufferBytes + decoderBytes);
  }

  /** All has come: only the pictures stay. */
  void decoded() {
    decoderBytes = 0;
    reservation.resize(bufferBytes);
  }

  /** The pictures have gone, for an answer of so many bytes: whether there is room for it. */
  boolean holdAnswer(long bytes) {
    return reservation.resize(bytes);
  }

  void release() {
    reservation.release();
  }

  private boolean resize(long bytes) {
    return reservation.resize(Math.max(first(form), bytes));
  }

  private static long decoderCapacity(long bodyBytes) {
    long capacity =
        bodyBytes < DECODER_STEP_BYTES
            ? 2 * Long.highestOneBit(Math.max(1, bodyBytes))
            : (bodyBytes / DECODER_STEP_BYTES + 1) * DECODER_STEP_BYTES;
    return Math.min(capacity, MAX_DECODER_BYTES);
  }
}
