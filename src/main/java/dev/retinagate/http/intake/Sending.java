package dev.retinagate.http.intake;

import dev.retinagate.config.Config;
import dev.retinagate.http.reply.PiecewiseReply;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.function.Consumer;

/**
 * One answer on its way out. The answer holds its memory until the client has taken all of it, and
 * is given up if the client takes it too slowly. Owned by the request's event loop.
 */
final class Sending {

  private static final long MILLIS_PER_SECOND = 1_000;

  private final Timers timers;
  private final Transfers transfers;
  private final Transfer transfer;
  private final Runnable abort;
  private final long maxPieceNanos;
  private final long endNanos;

  private long takenBytes;
  private long lastTakenNanos;
  private long timer;
  private boolean over;

  /**
   * An answer that has not been sent yet.
   *
   * @param address the client's
   * @param totalBytes of the answer's body
   * @param limits the least rate, and the most time for all of it
   * @param abort ends the connection, or the stream of HTTP/2; called from the event loop
   * @param onEventLoop runs a task there
   */
  Sending(
      String address,
      long totalBytes,
      Config.Uploads limits,
      Timers timers,
      Transfers transfers,
      Runnable abort,
      Consumer<Runnable> onEventLoop) {
    this.timers = timers;
    this.transfers = transfers;
    this.abort = abort;
    this.maxPieceNanos = maxPieceTime(totalBytes, limits).toNanos();
    this.lastTakenNanos = timers.nanoTime();
    this.endNanos = timers.nanoTime() + limits.transferTimeout().toNanos();
    this.transfer =
        new Transfer(
            address,
            () -> totalBytes,
            totalBytes,
            timers.nanoTime(),
            () -> onEventLoop.accept(this::giveUp));
  }

  /** How long the client may take for one piece: as long as the least rate allows. */
  private static Duration maxPieceTime(long totalBytes, Config.Uploads limits) {
    long pieceBytes = Math.min(totalBytes, PiecewiseReply.PIECE_BYTES);
    Duration atMinRate =
        limits.minRate() == 0
            ? Duration.ZERO
            : Duration.ofMillis(pieceBytes * MILLIS_PER_SECOND / limits.minRate());
    Duration stall = limits.stallTimeout();
    return atMinRate.compareTo(stall) > 0 ? atMinRate : stall;
  }

  /** Watches an answer that the client has not taken at once. */
  void watch(Future<Void> sent) {
    if (sent.isComplete()) {
      over = true;
      return;
    }
    transfers.add(transfer);
    checkLater();
    sent.onComplete(done -> stop());
  }

  /** The client has taken so many bytes in all. */
  void taken(long bytes) {
    lastTakenNanos = timers.nanoTime();
    transfer.moved(bytes - takenBytes, lastTakenNanos);
    takenBytes = bytes;
  }

  private void checkLater() {
    long nanos = nextNanos() - timers.nanoTime();
    timer = timers.schedule(Duration.ofNanos(nanos).toMillis() + 1, this::check);
  }

  /** When the answer is given up if the client takes nothing more. */
  private long nextNanos() {
    long pieceEnds = lastTakenNanos + maxPieceNanos;
    return pieceEnds - endNanos < 0 ? pieceEnds : endNanos;
  }

  private void check() {
    if (timers.nanoTime() - nextNanos() >= 0) {
      giveUp();
    } else {
      checkLater();
    }
  }

  private void giveUp() {
    if (!over) {
      stop();
      abort.run();
    }
  }

  private void stop() {
    over = true;
    timers.cancel(timer);
    transfers.remove(transfer);
  }
}
