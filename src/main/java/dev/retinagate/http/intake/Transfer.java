package dev.retinagate.http.intake;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * A body on its way in, or an answer on its way out. Knows how much memory it holds, and expects
 * from its recent rate how much longer it will hold it. Safe to use from any thread: an event loop
 * that needs memory looks at the transfers of all event loops.
 */
final class Transfer {

  /**
   * The rate is that of this window and of the one before. A rate since the start would keep a
   * client fast for long after it has stopped.
   */
  private static final long WINDOW_NANOS = Duration.ofSeconds(2).toNanos();

  /** A younger transfer does not count as slow: too little of it has moved to tell its rate. */
  private static final long MIN_AGE_NANOS = Duration.ofSeconds(1).toNanos();

  private final String client;
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
   * @param client whose share of the memory counts: an address, or a network of IPv6
   * @param heldBytes the memory that the transfer holds at the moment
   * @param totalBytes bytes to move in all; the most that it may be if the length is not known
   * @param nowNanos the time of the beginning
   * @param end ends the transfer, so that it releases its memory. Called from any thread: it has to
   *     change to the event loop that owns the transfer
   */
  Transfer(String client, LongSupplier heldBytes, long totalBytes, long nowNanos, Runnable end) {
    this.client = client;
    this.heldBytes = heldBytes;
    this.totalBytes = totalBytes;
    this.startNanos = nowNanos;
    this.windowStartNanos = nowNanos;
    this.end = end;
  }

  String client() {
    return client;
  }

  long heldBytes() {
    return heldBytes.getAsLong();
  }

  /**
   * Bytes have moved.
   *
   * @param bytes since the last call
   */
  synchronized void moved(long bytes, long nowNanos) {
    roll(nowNanos);
    movedBytes += bytes;
    windowBytes += bytes;
  }

  /**
   * Says whether the upload waits for the node's memory. Meanwhile the node does not read, so the
   * transfer does not count as slow at any rate.
   */
  synchronized void waitsForNode(boolean waits) {
    waitsForNode = waits;
  }

  /**
   * For how long the transfer will go on at its recent rate.
   *
   * @return nanoseconds; 0 if the transfer is too young or waits for the node, {@link
   *     Long#MAX_VALUE} if nothing moves
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
    // A transfer younger than a window had none before it.
    long recentNanos = Math.min(nowNanos - startNanos, WINDOW_NANOS + nowNanos - windowStartNanos);
    double nanosPerByte = (double) recentNanos / recentBytes;
    return (long) (Math.max(0, totalBytes - movedBytes) * nanosPerByte);
  }

  /** Ends the transfer, so that another request gets its memory. */
  void end() {
    end.run();
  }

  /** Begins a new window if the last one is over. A whole window without a call had no bytes. */
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
