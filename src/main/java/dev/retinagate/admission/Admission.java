package dev.retinagate.admission;

/**
 * Decides who gets in, at once and without waiting: a bounded number of places, and a bounded
 * number of bytes.
 *
 * <p>Safe to use from any thread. Everything is guarded by one lock that is held for a few
 * instructions, so that a place and its bytes are granted together or not at all.
 */
public final class Admission {

  private final int places;
  private final long maxBytes;

  private int placesTaken;
  private long bytesReserved;
  private boolean draining;

  /**
   * An admission with nothing in flight.
   *
   * @param places most permits at a time: workers and queue together, at least 1
   * @param maxBytes most bytes reserved at a time, at least 1
   */
  public Admission(int places, long maxBytes) {
    if (places < 1 || maxBytes < 1) {
      throw new IllegalArgumentException("places " + places + ", bytes " + maxBytes);
    }
    this.places = places;
    this.maxBytes = maxBytes;
  }

  /**
   * Asks for a place and for bytes.
   *
   * @param bytes how many bytes to reserve to begin with, at least 0
   * @return both, of which the caller has to release each exactly when its work ends; or why not
   */
  public synchronized Decision tryAcquire(long bytes) {
    if (draining) {
      return Decision.Refused.DRAINING;
    }
    if (placesTaken >= places) {
      return Decision.Refused.FULL;
    }
    if (!tryReserve(bytes)) {
      return Decision.Refused.NO_BYTES;
    }
    placesTaken++;
    return new Decision.Granted(new Permit(this), new Reservation(this, bytes));
  }

  /** Lets nobody in any more. Permits that are out stay valid. */
  public synchronized void drain() {
    draining = true;
  }

  /** What is in flight now. */
  public synchronized Figures figures() {
    return new Figures(placesTaken, places, bytesReserved, maxBytes, draining);
  }

  synchronized boolean tryReserve(long bytes) {
    if (bytes < 0) {
      throw new IllegalArgumentException("bytes " + bytes);
    }
    if (bytes > maxBytes - bytesReserved) {
      return false;
    }
    bytesReserved += bytes;
    return true;
  }

  synchronized void returnBytes(long bytes) {
    bytesReserved -= bytes;
  }

  synchronized void returnPlace() {
    placesTaken--;
  }

  /**
   * A look at what is in flight.
   *
   * @param inFlight permits that are out
   * @param places most permits
   * @param bytesReserved bytes reserved
   * @param maxBytes most bytes
   * @param draining whether nobody is let in any more
   */
  public record Figures(
      int inFlight, int places, long bytesReserved, long maxBytes, boolean draining) {}
}
