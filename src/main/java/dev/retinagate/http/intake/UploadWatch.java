package dev.retinagate.http.intake;

import dev.retinagate.config.Config;
import dev.retinagate.http.problem.Failure;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.function.Consumer;

/**
 * Looks from time to time whether a body still comes, at what rate, and for how long. Owned by the
 * request's event loop.
 */
final class UploadWatch {

  /** Looks in the time after which silence is a stall. */
  private static final int LOOKS = 4;

  private final Vertx vertx;
  private final Config.Uploads limits;
  private final Runnable onSlow;
  private final Consumer<Failure> onFailure;
  private final long lookMillis;

  private long begunNanos;
  private long timer;
  private boolean stopped;
  private long lastBytesNanos;
  private long windowNanos;
  private long windowBytes;

  /**
   * A watch that has not begun.
   *
   * @param onSlow called once if the body is not complete within the grace
   * @param onFailure called when the body has stalled, or is too slow to be waited for; who does
   *     not stop the watch then is told again
   */
  UploadWatch(Vertx vertx, Config.Uploads limits, Runnable onSlow, Consumer<Failure> onFailure) {
    this.vertx = vertx;
    this.limits = limits;
    this.onSlow = onSlow;
    this.onFailure = onFailure;
    this.lookMillis = Math.max(1, limits.stallTimeout().toMillis() / LOOKS);
  }

  void start() {
    restart();
    begunNanos = lastBytesNanos;
    timer =
        vertx.setTimer(
            Math.max(1, limits.grace().toMillis()),
            passed -> {
              onSlow.run();
              lookLater();
            });
  }

  /** Counts anew from here: what has not come until now was not the client's fault. */
  void restart() {
    lastBytesNanos = System.nanoTime();
    windowNanos = lastBytesNanos;
    windowBytes = 0;
  }

  void came(int bytes) {
    lastBytesNanos = System.nanoTime();
    windowBytes += bytes;
  }

  void stop() {
    stopped = true;
    vertx.cancelTimer(timer);
  }

  private void lookLater() {
    if (!stopped) {
      timer = vertx.setTimer(lookMillis, passed -> look());
    }
  }

  private void look() {
    long now = System.nanoTime();
    Duration silence = Duration.ofNanos(now - lastBytesNanos);
    Duration window = Duration.ofNanos(now - windowNanos);
    if (silence.compareTo(limits.stallTimeout()) >= 0) {
      onFailure.accept(new Failure.UploadStalled(limits.stallTimeout()));
    } else if (now - begunNanos >= limits.transferTimeout().toNanos()) {
      onFailure.accept(new Failure.UploadTooLong(limits.transferTimeout()));
    } else if (window.compareTo(limits.stallTimeout()) >= 0) {
      if (windowBytes < limits.minRate() * window.toMillis() / 1_000) {
        onFailure.accept(new Failure.UploadTooSlow(limits.minRate()));
      } else {
        windowNanos = now;
        windowBytes = 0;
      }
    }
    lookLater();
  }
}
