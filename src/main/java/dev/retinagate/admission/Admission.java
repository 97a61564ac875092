package dev.retinagate.admission;

import java.util.Optional;

/**
 * Decides who gets in, at once and without waiting: a bounded number of places, and a bounded
 * number of bytes.
 *
 * <p>Two steps. {@link #tryEnter} at a request's headers lets an upload begin while there is a free
 * place, but takes none: a picture on a slow line would hold it, for seconds, from others that are
 * here. The {@link Ticket} it hands out takes the place when the picture has come.
 *
 * <p>Safe to use from any thread. Everything is guarded by one lock that is held for a few
 * instructions.
 */
public final class Admission {

  private final int places;
  private final long maxBytes;

  private int placesTaken;
  private int tickets;
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
   * Asks to begin an upload.
   *
   * @param bytes how many bytes to reserve to begin with, at least 0
   * @return a ticket and the bytes, of which the caller has to release each exactly when its use
   *     ends; or why not
   */
  public synchronized Decision tryEnter(long bytes) {
    if (draining) {
      return Decision.Refused.DRAINING;
    }
    if (placesTaken >= places) {
      return Decision.Refused.FULL;
    }
    if (!tryReserve(bytes)) {
      return Decision.Refused.NO_BYTES;
    }
    tickets++;
    return new Decision.Granted(new Ticket(this), new Reservation(this, bytes));
  }

  /** Lets nobody in any more. Permits and tickets that are out stay valid. */
  public synchronized void drain() {
    draining = true;
  }

  /** What is in flight now. */
  public synchronized Figures figures() {
    return new Figures(placesTaken, places, tickets, bytesReserved, maxBytes, draining);
  }

  synchronized Optional<Permit> tryPlace() {
    if (placesTaken >= places) {
      return Optional.empty();
    }
    placesTaken++;
    return Optional.of(new Permit(this));
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

  synchronized void returnTicket() {
    tickets--;
  }

  /**
   * A look at what is in flight.
   *
   * @param inFlight permits that are out: pictures that wait or are worked on, or are about to
   * @param places most permits
   * @param uploading tickets that are out
   * @param bytesReserved bytes reserved
   * @param maxBytes most bytes
   * @param draining whether nobody is let in any more
   */
  public record Figures(
      int inFlight,
      int places,
      int uploading,
      long bytesReserved,
      long maxBytes,
      boolean draining) {

    /** Whether nothing that has been let in is left, answers included that are being taken. */
    public boolean isIdle() {
      return inFlight == 0 && uploading == 0 && bytesReserved == 0;
    }
  }
}
