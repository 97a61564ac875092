package dev.retinagate.http.intake;

import dev.retinagate.config.Config;
import dev.retinagate.http.reply.PiecewiseReply;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.function.Consumer;

/**
 * One answer on its way out. The answer holds its memory until the client has taken all of it. If
 * the client takes it too slowly, the connection (on HTTP/2 the stream) is ended. Owned by the
 * request's event loop.
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
   * @param client whose share of the memory counts: an address, or a network of IPv6
   * @param totalBytes length of the answer's body
   * @param limits the least rate, the longest pause, and the most time for the whole answer
   * @param abort ends the connection, or the stream of HTTP/2; called from the event loop
   * @param onEventLoop runs a task on the request's event loop
   */
  Sending(
      String client,
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
            client,
            () -> totalBytes,
            totalBytes,
            timers.nanoTime(),
            () -> onEventLoop.accept(this::giveUp));
  }

  /** The longest time for one piece: what the least rate allows, at least the stall timeout. */
  private static Duration maxPieceTime(long totalBytes, Config.Uploads limits) {
    long pieceBytes = Math.min(totalBytes, PiecewiseReply.PIECE_BYTES);
    Duration atMinRate =
        limits.minRate() == 0
            ? Duration.ZERO
            : Duration.ofMillis(pieceBytes * MILLIS_PER_SECOND / limits.minRate());
    Duration stall = limits.stallTimeout();
    return atMinRate.compareTo(stall) > 0 ? atMinRate : stall;
  }

  /** Watches the answer until it is sent; not at all if the client has taken it at once. */
  void watch(Future<Void> sent) {
    if (sent.isComplete()) {
      over = true;
      return;
    }
    transfers.add(transfer);
    checkLater();
    sent.onComplete(done -> stop());
  }

  /**
   * The client has taken a piece.
   *
   * @param allBytes taken by now, earlier pieces included
   */
  void taken(long allBytes) {
    lastTakenNanos = timers.nanoTime();
    transfer.moved(allBytes - takenBytes, lastTakenNanos);
    takenBytes = allBytes;
  }

  private void checkLater() {
    long nanos = giveUpNanos() - timers.nanoTime();
    // Rounded up, so that the time has passed when the timer fires.
    timer = timers.schedule(Duration.ofNanos(nanos).toMillis() + 1, this::check);
  }

  /** When the answer is given up if the client takes nothing until then. */
  private long giveUpNanos() {
    long pieceEnds = lastTakenNanos + maxPieceNanos;
    return pieceEnds - endNanos < 0 ? pieceEnds : endNanos;
  }

  private void check() {
    if (timers.nanoTime() - giveUpNanos() >= 0) {
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
