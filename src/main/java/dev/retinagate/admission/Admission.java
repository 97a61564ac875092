package dev.retinagate.admission;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Admits uploads and pictures within two bounds: a number of permits, one for each picture, and a
 * number of bytes. Each decision is made at once; no caller waits.
 *
 * <p>A picture is admitted in two steps. {@link #tryBeginUpload} at a request's headers lets an
 * upload begin while a permit is free, but takes none: the picture of a slow client would hold the
 * permit for seconds while complete pictures of other clients are refused. The returned {@link
 * Ticket} acquires the permit when the picture has arrived.
 *
 * <p>The last {@code 1/}{@value #RESERVED_FRACTION} of the bytes is for clients that stay within
 * their share. Otherwise a few clients could hold all bytes and keep every other client out.
 *
 * <p>Safe to use from any thread. One lock guards all state, and is held for a few instructions.
 */
public final class Admission {

  /** An eighth of 128 MiB is 16 MiB: room for some 50 pictures of a camera. */
  private static final int RESERVED_FRACTION = 8;

  private final int maxPermits;
  private final long maxBytes;
  private final Map<String, Long> bytesByClient = new HashMap<>();

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
   * @param client key of the client whose share counts, such as its address
   * @param bytes to reserve at first, at least 0
   * @return a ticket and a reservation, or the reason of the refusal. The caller must release the
   *     ticket when the upload ends, and the reservation when the bytes are no longer held
   */
  public synchronized Decision tryBeginUpload(String client, long bytes) {
    if (draining) {
      return Decision.Refused.DRAINING;
    }
    if (permits >= maxPermits) {
      return Decision.Refused.FULL;
    }
    if (!tryReserve(client, bytes)) {
      return Decision.Refused.NO_BYTES;
    }
    tickets++;
    return new Decision.Granted(new Ticket(this), new Reservation(this, client, bytes));
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

  synchronized boolean tryReserve(String client, long bytes) {
    if (bytes < 0) {
      throw new IllegalArgumentException("bytes " + bytes);
    }
    long free = maxBytes - bytesReserved;
    if (bytes > free
        || (bytes > free - maxBytes / RESERVED_FRACTION && !isInShare(client, bytes))) {
      return false;
    }
    bytesReserved += bytes;
    bytesByClient.merge(client, bytes, Long::sum);
    return true;
  }

  /**
   * Whether the client would stay within its share: all bytes, divided by the number of clients
   * that hold bytes, this one included, plus one. The one more keeps room for the next client.
   */
  private boolean isInShare(String client, long bytes) {
    Long held = bytesByClient.get(client);
    int clients = bytesByClient.size() + (held == null ? 1 : 0);
    return (held == null ? 0 : held) + bytes <= maxBytes / (clients + 1);
  }

  synchronized void returnBytes(String client, long bytes) {
    bytesReserved -= bytes;
    bytesByClient.computeIfPresent(client, (key, held) -> held == bytes ? null : held - bytes);
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
