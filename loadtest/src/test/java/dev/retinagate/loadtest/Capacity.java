package dev.retinagate.loadtest;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/**
 * The most pictures a second that the gateway serves: a closed loop of a few clients keeps its
 * workers busy and never fills its queue.
 */
final class Capacity {

  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final int OK = 200;

  private final URI detect;
  private final int clients;
  private final List<Picture> pictures;

  /**
   * The capacity of a gateway.
   *
   * @param baseUrl of its public listener
   * @param clients number of clients, fewer than the gateway has permits
   * @param pictures sent in turn
   */
  Capacity(URI baseUrl, int clients, List<Picture> pictures) {
    this.detect = baseUrl.resolve("/detect");
    this.clients = clients;
    this.pictures = List.copyOf(pictures);
  }

  /**
   * Measures. Blocks for both times.
   *
   * @param warmUp how long the loop runs before it counts
   * @return pictures a second
   * @throws IllegalStateException if any answer is not 200
   */
  double measure(Duration warmUp, Duration duration) {
    if (!warmUp.isZero()) {
      loop(warmUp);
    }
    return loop(duration);
  }

  private double loop(Duration duration) {
    HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    AtomicInteger next = new AtomicInteger();
    AtomicInteger done = new AtomicInteger();
    long start = System.nanoTime();
    long end = start + duration.toNanos();
    ExecutorService threads = Executors.newFixedThreadPool(clients);
    try {
      List<Future<?>> loops =
          IntStream.range(0, clients)
              .<Future<?>>mapToObj(
                  client ->
                      threads.submit(
                          () -> {
                            while (System.nanoTime() < end) {
                              send(http, pictures.get(next.getAndIncrement() % pictures.size()));
                              if (System.nanoTime() < end) {
                                done.incrementAndGet();
                              }
                            }
                          }))
              .toList();
      for (Future<?> loop : loops) {
        loop.get();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    } catch (ExecutionException e) {
      throw new IllegalStateException("capacity cannot be measured: " + e.getCause(), e);
    } finally {
      threads.shutdownNow();
    }
    return done.get() * 1e9 / duration.toNanos();
  }

  private void send(HttpClient http, Picture picture) {
    HttpRequest request =
        HttpRequest.newBuilder(detect)
            .timeout(PATIENCE)
            .header("Content-Type", picture.type())
            .POST(HttpRequest.BodyPublishers.ofByteArray(picture.bytes()))
            .build();
    try {
      int status = http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
      if (status != OK) {
        throw new IllegalStateException(detect + " answered " + status);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
