package dev.retinagate.admission;

/** Bytes that an upload may hold. Safe to use from any thread. */
public final class Reservation {

  private final Admission admission;
  private long bytes;
  private boolean released;

  Reservation(Admission admission, long bytes) {
    this.admission = admission;
    this.bytes = bytes;
  }

  /**
   * Changes how much is reserved.
   *
   * @param wanted bytes in all, at least 0
   * @return false, and nothing has changed, if there is no room for so many or it was released
   */
  public synchronized boolean resize(long wanted) {
    if (wanted < 0) {
      throw new IllegalArgumentException("bytes " + wanted);
    }
    if (released) {
      return false;
    }
    if (wanted > bytes) {
      if (!admission.tryReserve(wanted - bytes)) {
        return false;
      }
    } else {
      admission.returnBytes(bytes - wanted);
    }
    bytes = wanted;
    return true;
  }

  /** Bytes reserved now. */
  public synchronized long bytes() {
    return bytes;
  }

  /** Gives all back. Idempotent. */
  public synchronized void release() {
    if (!released) {
      released = true;
      admission.returnBytes(bytes);
      bytes = 0;
    }
  }
}
