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
 * Clients who upload a byte a second, all on one thread. Whoever is cut or refused comes back after
 * a while, so that there are as many all the time.
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
  private int mostAtATime;

  /**
   * Nobody uploads yet.
   *
   * @param baseUrl where to
   * @param clients how many
   * @param returnAfter how long one that was cut or refused stays away
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
   * What became of the uploads.
   *
   * @param begun connections made
   * @param endsByStatus how many the server ended, by status, or {@code closed} without one
   * @param neverEnded clients none of whose uploads was ended by the server
   * @param longestSeconds the longest upload, ended or not
   * @param mostAtATime most connections open at a time
   */
  record Report(
      long begun,
      Map<String, Integer> endsByStatus,
      long neverEnded,
      double longestSeconds,
      int mostAtATime) {}

  /** They begin, if they have not. */
  synchronized void start() {
    if (!started) {
      started = true;
      thread.start();
    }
  }

  /** They leave, if they have not. */
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

  /** What became of them; after {@link #stop}. */
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
        uploaders.stream().mapToDouble(SlowUploader::longestSeconds).max().orElse(0),
        mostAtATime);
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
        mostAtATime = Math.max(mostAtATime, open);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      uploaders.forEach(SlowUploader::leave);
    }
  }
}
