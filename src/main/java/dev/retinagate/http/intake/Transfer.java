package dev.retinagate.http.intake;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * A body on its way in, or an answer on its way out: how much memory it holds, and for how long it
 * will hold it at the rate at which it moves. Safe to use from any thread: each event loop may look
 * at the transfers of the others.
 */
final class Transfer {

  /** The rate is that of the last one to two windows: a fast beginning is soon forgotten. */
  private static final long WINDOW_NANOS = Duration.ofSeconds(2).toNanos();

  /** A younger transfer has not shown its rate yet. */
  private static final long MIN_AGE_NANOS = Duration.ofSeconds(1).toNanos();

  private final String address;
  private final LongSupplier heldBytes;
  private final long totalBytes;
  private final long startNanos;
  private final Runnable end;

  private long movedBytes;
  private boolean waitsForNode;
  private long windowStartNanos;
  private long windowBytes;
  private long previousWindowBytes;

  /**
   * A transfer that begins.
   *
   * @param address the client's
   * @param heldBytes the memory that the transfer holds at the moment
   * @param totalBytes how many bytes there are to move; the most if that is not known
   * @param nowNanos the time
   * @param end ends the transfer, so that its memory is free; called from any thread
   */
  Transfer(String address, LongSupplier heldBytes, long totalBytes, long nowNanos, Runnable end) {
    this.address = address;
    this.heldBytes = heldBytes;
    this.totalBytes = totalBytes;
    this.startNanos = nowNanos;
    this.windowStartNanos = nowNanos;
    this.end = end;
  }

  String address() {
    return address;
  }

  long heldBytes() {
    return heldBytes.getAsLong();
  }

  /** Further bytes have moved. */
  synchronized void moved(long bytes, long nowNanos) {
    roll(nowNanos);
    movedBytes += bytes;
    windowBytes += bytes;
  }

  /** Whether the node itself does not read: then the transfer is not slow, whatever its rate. */
  synchronized void waitsForNode(boolean waits) {
    waitsForNode = waits;
  }

  /**
   * For how long the transfer will go on at its recent rate.
   *
   * @return nanoseconds; 0 while that cannot be said, {@link Long#MAX_VALUE} if nothing moves
   */
  synchronized long nanosLeft(long nowNanos) {
    if (waitsForNode || nowNanos - startNanos < MIN_AGE_NANOS) {
      return 0;
    }
    roll(nowNanos);
    long recentBytes = previousWindowBytes + windowBytes;
    if (recentBytes == 0) {
      return Long.MAX_VALUE;
    }
    long recentNanos = Math.min(nowNanos - startNanos, WINDOW_NANOS + nowNanos - windowStartNanos);
    double nanosPerByte = (double) recentNanos / recentBytes;
    return (long) (Math.max(0, totalBytes - movedBytes) * nanosPerByte);
  }

  /** Ends the transfer for the sake of others. */
  void end() {
    end.run();
  }

  private void roll(long nowNanos) {
    long sinceNanos = nowNanos - windowStartNanos;
    if (sinceNanos >= WINDOW_NANOS) {
      long windows = sinceNanos / WINDOW_NANOS;
      previousWindowBytes = windows == 1 ? windowBytes : 0;
      windowBytes = 0;
      windowStartNanos += windows * WINDOW_NANOS;
    }
  }
}
