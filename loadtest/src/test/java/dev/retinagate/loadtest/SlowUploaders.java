package dev.retinagate.loadtest;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * Clients that upload a byte a second, all on one thread. A client that is cut or refused returns
 * after a while, so that their number stays the same.
 *
 * <p>{@link #start}, {@link #stop} and {@link #report} are safe to call from any thread.
 */
final class SlowUploaders {

  private static final Duration TICK = Duration.ofMillis(50);
  private static final Duration STOP_WITHIN = Duration.ofSeconds(5);

  private final InetSocketAddress address;
  private final List<SlowUploader> uploaders;
  private final Thread thread = new Thread(this::run, "slow-uploaders");
  private volatile boolean stopped;
  private boolean started;
  private int maxAtATime;

  /**
   * Clients that have not begun.
   *
   * @param baseUrl of the gateway
   * @param clients number of clients
   * @param returnAfter how long a client that was cut or refused stays away
   */
  SlowUploaders(URI baseUrl, int clients, Duration returnAfter) {
    address = new InetSocketAddress(baseUrl.getHost(), baseUrl.getPort());
    uploaders =
        IntStream.range(0, clients)
            .mapToObj(i -> new SlowUploader(baseUrl.getAuthority(), returnAfter))
            .toList();
    thread.setDaemon(true);
  }

  /**
   * The outcome of the uploads.
   *
   * @param begun connections made
   * @param endsByStatus uploads that the server ended, by status, or {@code closed} without one
   * @param neverEnded clients none of whose uploads was ended by the server
   * @param maxSeconds the longest upload, ended or not
   * @param maxAtATime most connections open at a time
   */
  record Report(
      long begun,
      Map<String, Integer> endsByStatus,
      long neverEnded,
      double maxSeconds,
      int maxAtATime) {}

  /** Starts the clients. Idempotent. */
  synchronized void start() {
    if (!started) {
      started = true;
      thread.start();
    }
  }

  /** Stops the clients. Idempotent. */
  synchronized void stop() {
    stopped = true;
    try {
      if (started) {
        thread.join(STOP_WITHIN.toMillis());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** The outcome; after {@link #stop}. */
  synchronized Report report() {
    if (thread.isAlive()) {
      throw new IllegalStateException("still running");
    }
    Map<String, Integer> ends = new TreeMap<>();
    uploaders.forEach(u -> u.ends().forEach((end, count) -> ends.merge(end, count, Integer::sum)));
    return new Report(
        uploaders.stream().mapToLong(SlowUploader::begun).sum(),
        ends,
        uploaders.stream().filter(u -> u.ends().isEmpty()).count(),
        uploaders.stream().mapToDouble(SlowUploader::maxSeconds).max().orElse(0),
        maxAtATime);
  }

  private void run() {
    try (Selector selector = Selector.open()) {
      while (!stopped) {
        selector.select(TICK.toMillis());
        for (SelectionKey key : selector.selectedKeys()) {
          ((SlowUploader) key.attachment()).ready(key);
        }
        selector.selectedKeys().clear();
        long now = System.nanoTime();
        for (SlowUploader uploader : uploaders) {
          uploader.tick(now, selector, address);
        }
        int open = (int) uploaders.stream().filter(SlowUploader::isConnected).count();
        maxAtATime = Math.max(maxAtATime, open);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      uploaders.forEach(SlowUploader::leave);
    }
  }
}
