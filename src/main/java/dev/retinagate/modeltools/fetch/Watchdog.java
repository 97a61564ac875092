package dev.retinagate.modeltools.fetch;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Closes a stream that has delivered no byte for too long: the JDK's client bounds the wait for a
 * response's headers only.
 */
final class Watchdog implements AutoCloseable {

  private static final int LOOKS_A_STALL = 4;

  private final ScheduledExecutorService clock =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "download-watchdog");
            thread.setDaemon(true);
            return thread;
          });
  private volatile long fedAt = System.nanoTime();

  Watchdog(InputStream stream, Duration stall) {
    long every = Math.max(1, stall.toMillis() / LOOKS_A_STALL);
    var unused =
        clock.scheduleAtFixedRate(
            () -> {
              if (System.nanoTime() - fedAt > stall.toNanos()) {
                close(stream);
              }
            },
            every,
            every,
            TimeUnit.MILLISECONDS);
  }

  /** Bytes have arrived. */
  void feed() {
    fedAt = System.nanoTime();
  }

  private static void close(InputStream stream) {
    try {
      stream.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    clock.shutdownNow();
  }
}
