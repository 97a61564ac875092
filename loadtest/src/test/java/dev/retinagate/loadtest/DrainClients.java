package dev.retinagate.loadtest;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Clients in a closed loop, twice as many as a node has permits, until the node drains: every
 * admitted request is answered. Broken connections are counted.
 */
public final class DrainClients {

  private static final int CLIENTS = 24;
  private static final Duration PATIENCE = Duration.ofSeconds(40);
  private static final Duration AT_MOST = Duration.ofSeconds(60);
  private static final int ERROR_PAUSE_MS = 10;
  private static final String DRAINING = "problem:draining";
  private static final String BROKEN = "broken";

  private final LonePost post;
  private final Map<String, AtomicInteger> answers = new ConcurrentHashMap<>();
  private final AtomicInteger toldOfDrain = new AtomicInteger();

  private DrainClients(int port, Picture picture) {
    post = new LonePost(new InetSocketAddress("127.0.0.1", port), picture);
  }

  /** Takes the port, the folder of results, and the folder of pictures. */
  public static void main(String[] arguments) throws Exception {
    Path results = Path.of(arguments[1]);
    DrainClients clients =
        new DrainClients(
            Integer.parseInt(arguments[0]), new Pictures(Path.of(arguments[2])).camera());
    Result result = new Result("Drain");
    result.begin(results);
    clients.run();
    clients.answers.forEach((answer, count) -> result.figure("answers." + answer, count.get()));
    result.atLeast("answered 200", clients.count("200"), 1);
    result.atMost("broken without an answer", clients.count(BROKEN), 0);
    result.atMost(
        "neither 200 nor 503",
        clients.answers.values().stream().mapToInt(AtomicInteger::get).sum()
            - clients.count("200")
            - clients.count("503")
            - clients.count(BROKEN),
        0);
    result.atLeast("clients told that the node drains", clients.toldOfDrain.get(), CLIENTS);
    result.conclude(results);
  }

  private int count(String answer) {
    return answers.getOrDefault(answer, new AtomicInteger()).get();
  }

  private void run() throws InterruptedException {
    ExecutorService threads = Executors.newFixedThreadPool(CLIENTS);
    long end = System.nanoTime() + AT_MOST.toNanos();
    for (int i = 0; i < CLIENTS; i++) {
      threads.execute(() -> loop(end));
    }
    threads.shutdown();
    threads.awaitTermination(AT_MOST.plus(PATIENCE).toSeconds(), TimeUnit.SECONDS);
  }

  private void loop(long end) {
    while (System.nanoTime() < end) {
      String answer = post.send(InetAddress.getLoopbackAddress());
      Optional<String> status = LonePost.status(answer);
      answers.computeIfAbsent(status.orElse(BROKEN), s -> new AtomicInteger()).incrementAndGet();
      if (answer.contains(DRAINING)) {
        toldOfDrain.incrementAndGet();
        return;
      }
      if (status.isEmpty()) {
        pause();
      }
    }
  }

  private static void pause() {
    try {
      Thread.sleep(ERROR_PAUSE_MS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
