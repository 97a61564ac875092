package dev.retinagate.http.intake;

import dev.retinagate.config.Config;
import dev.retinagate.http.problem.Failure;
import java.time.Duration;
import java.util.function.Consumer;

/**
 * Checks from time to time whether a body still comes, at what rate, and for how long it has come.
 * Owned by the request's event loop.
 */
final class UploadWatch {

  /** Checks in the time after which silence is a stall: a stall is seen a quarter late at most. */
  private static final int CHECKS_PER_STALL = 4;

  private final Timers timers;
  private final Config.Uploads limits;
  private final Runnable onSlow;
  private final Consumer<Failure> onFailure;
  private final long checkMillis;

  private long startNanos;
  private long timer;
  private boolean stopped;
  private long lastBytesNanos;
  private long windowStartNanos;
  private long windowBytes;

  /**
   * A watch that has not been started.
   *
   * @param onSlow called once if the watch is not stopped within the grace
   * @param onFailure called at every check at which the body has stalled, is too slow or has taken
   *     too long, until {@link #stop}
   */
  UploadWatch(Timers timers, Config.Uploads limits, Runnable onSlow, Consumer<Failure> onFailure) {
    this.timers = timers;
    this.limits = limits;
    this.onSlow = onSlow;
    this.onFailure = onFailure;
    this.checkMillis = Math.max(1, limits.stallTimeout().toMillis() / CHECKS_PER_STALL);
  }

  void start() {
    restart();
    startNanos = lastBytesNanos;
    timer =
        timers.schedule(
            Math.max(1, limits.grace().toMillis()),
            () -> {
              onSlow.run();
              checkLater();
            });
  }

  /** Measures silence and rate anew: the time until now was not the client's fault. */
  void restart() {
    lastBytesNanos = timers.nanoTime();
    windowStartNanos = lastBytesNanos;
    windowBytes = 0;
  }

  void received(int bytes) {
    lastBytesNanos = timers.nanoTime();
    windowBytes += bytes;
  }

  void stop() {
    stopped = true;
    timers.cancel(timer);
  }

  private void checkLater() {
    if (!stopped) {
      timer = timers.schedule(checkMillis, this::check);
    }
  }

  private void check() {
    long now = timers.nanoTime();
    Duration silence = Duration.ofNanos(now - lastBytesNanos);
    Duration window = Duration.ofNanos(now - windowStartNanos);
    if (silence.compareTo(limits.stallTimeout()) >= 0) {
      onFailure.accept(new Failure.UploadStalled(limits.stallTimeout()));
    } else if (now - startNanos >= limits.transferTimeout().toNanos()) {
      onFailure.accept(new Failure.UploadTooLong(limits.transferTimeout()));
    } else if (window.compareTo(limits.stallTimeout()) >= 0) {
      if (windowBytes < limits.minRate() * window.toMillis() / 1_000) {
        onFailure.accept(new Failure.UploadTooSlow(limits.minRate()));
      } else {
        windowStartNanos = now;
        windowBytes = 0;
      }
    }
    checkLater();
  }
}
