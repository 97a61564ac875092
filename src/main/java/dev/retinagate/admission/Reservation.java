package dev.retinagate.admission;

/** Bytes that one request may hold. Safe to use from any thread. */
public final class Reservation {

  private final Admission admission;
  private final String client;
  private long bytes;
  private boolean released;

  Reservation(Admission admission, String client, long bytes) {
    this.admission = admission;
    this.client = client;
    this.bytes = bytes;
  }

  /**
   * Grows or shrinks the reservation.
   *
   * @param wanted bytes in all, at least 0
   * @return false, and nothing has changed, if too few bytes are free for this client or the
   *     reservation was released
   */
  public synchronized boolean resize(long wanted) {
    if (wanted < 0) {
      throw new IllegalArgumentException("bytes " + wanted);
    }
    if (released) {
      return false;
    }
    if (wanted > bytes) {
      if (!admission.tryReserve(client, wanted - bytes)) {
        return false;
      }
    } else {
      admission.returnBytes(client, bytes - wanted);
    }
    bytes = wanted;
    return true;
  }

  /** Bytes reserved now. */
  public synchronized long bytes() {
    return bytes;
  }

  /** Returns all bytes. Idempotent. */
  public synchronized void release() {
    if (!released) {
      released = true;
      admission.returnBytes(client, bytes);
      bytes = 0;
    }
  }
}
