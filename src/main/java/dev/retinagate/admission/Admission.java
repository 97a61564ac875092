package dev.retinagate.admission;

import java.util.Optional;

/**
 * Admits uploads and pictures, at once and without waiting: a bounded number of permits, and a
 * bounded number of bytes.
 *
 * <p>Two steps. {@link #tryBeginUpload} at a request's headers lets an upload begin while a permit
 * is free, but takes none: the picture of a slow client would hold the permit for seconds while
 * complete pictures of other clients are refused. The returned {@link Ticket} acquires the permit
 * when the picture has arrived.
 *
 * <p>Safe to use from any thread. Everything is guarded by one lock that is held for a few
 * instructions.
 */
public final class Admission {

  private final int maxPermits;
  private final long maxBytes;

  private int permits;
  private int tickets;
  private long bytesReserved;
  private boolean draining;

  /**
   * An admission with nothing in flight.
   *
   * @param maxPermits most permits at a time: workers and queue together, at least 1
   * @param maxBytes most bytes reserved at a time, at least 1
   */
  public Admission(int maxPermits, long maxBytes) {
    if (maxPermits < 1 || maxBytes < 1) {
      throw new IllegalArgumentException("permits " + maxPermits + ", bytes " + maxBytes);
    }
    this.maxPermits = maxPermits;
    this.maxBytes = maxBytes;
  }

  /**
   * Tries to begin an upload.
   *
   * @param bytes to reserve at first, at least 0
   * @return a ticket and a reservation, or the reason of the refusal. The caller must release the
   *     ticket when the upload ends, and the reservation when the bytes are no longer held
   */
  public synchronized Decision tryBeginUpload(long bytes) {
    if (draining) {
      return Decision.Refused.DRAINING;
    }
    if (permits >= maxPermits) {
      return Decision.Refused.FULL;
    }
    if (!tryReserve(bytes)) {
      return Decision.Refused.NO_BYTES;
    }
    tickets++;
    return new Decision.Granted(new Ticket(this), new Reservation(this, bytes));
  }

  /** Refuses every upload from now on. Permits and tickets that are held stay valid. */
  public synchronized void drain() {
    draining = true;
  }

  /** The counts of this moment. */
  public synchronized Stats stats() {
    return new Stats(permits, maxPermits, tickets, bytesReserved, maxBytes, draining);
  }

  synchronized Optional<Permit> tryAcquire() {
    if (permits >= maxPermits) {
      return Optional.empty();
    }
    permits++;
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

  synchronized void returnPermit() {
    permits--;
  }

  synchronized void returnTicket() {
    tickets--;
  }

  /**
   * The counts of one moment.
   *
   * @param inFlight permits held: pictures that are queued or worked on, or are about to be
   * @param permits most permits
   * @param uploading tickets held
   * @param bytesReserved bytes reserved
   * @param maxBytes most bytes
   * @param draining whether every upload is refused
   */
  public record Stats(
      int inFlight,
      int permits,
      int uploading,
      long bytesReserved,
      long maxBytes,
      boolean draining) {

    /** Whether nothing that was admitted is left, answers that are still being sent included. */
    public boolean isIdle() {
      return inFlight == 0 && uploading == 0 && bytesReserved == 0;
    }
  }
}
