package dev.retinagate.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.retinagate.keys.KeyFile;
import dev.retinagate.support.RawClient;
import dev.retinagate.support.TestNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One key sends more than the node can take; another sends one picture after the other. */
class KeyShareTest {

  private static final int FLOODING = 2 * TestNode.PERMITS;
  private static final int PICTURES = 50;

  /** While a picture is worked on, the flood is refused so often: the node is full all the time. */
  private static final int REFUSALS_PER_PICTURE = 4;

  @TempDir private Path folder;
  private final AtomicBoolean over = new AtomicBoolean();
  private final AtomicInteger floodAnswered = new AtomicInteger();
  private final Semaphore floodRefused = new Semaphore(0);

  @Test
  void aFloodOfOneKeyDoesNotStarveTheTrickleOfAnother() throws Exception {
    Path file = folder.resolve("keys");
    String flood = header(new KeyFile(file).add("flood", Optional.empty(), 1));
    String trickle = header(new KeyFile(file).add("trickle", Optional.empty(), 1));
    ExecutorService threads = Executors.newCachedThreadPool();
    List<Future<?>> running = new ArrayList<>();
    try (TestNode node =
        new TestNode(
            Map.of(
                "keys.file",
                file.toString(),
                // Else the flood would be held back.
                "admission.refusal-percent",
                "100"))) {
      for (int i = 0; i < FLOODING; i++) {
        running.add(threads.submit(() -> flood(node, flood)));
      }
      running.add(threads.submit(() -> work(node)));

      int answered = 0;
      try (RawClient client = node.client()) {
        for (int i = 0; i < PICTURES; i++) {
          int status = client.post("/detect", trickle, "wait trickle").response().status();
          answered += status == 200 ? 1 : 0;
        }
      }
      over.set(true);
      node.detectors().letGo(2 * FLOODING);
      floodRefused.release(REFUSALS_PER_PICTURE);
      for (Future<?> one : running) {
        one.get(20, TimeUnit.SECONDS);
      }

      assertThat(answered).isGreaterThanOrEqualTo(PICTURES * 9 / 10);
      assertThat(floodAnswered.get()).isGreaterThan(PICTURES);
    } finally {
      threads.shutdownNow();
    }
  }

  private Void flood(TestNode node, String header) throws IOException {
    try (RawClient client = node.client()) {
      while (!over.get()) {
        int status = client.post("/detect", header, "wait flood").response().status();
        if (status == 200) {
          floodAnswered.incrementAndGet();
        } else {
          assertThat(status).isEqualTo(503);
          floodRefused.release();
        }
      }
    }
    return null;
  }

  /** Lets one picture end after the other. */
  private Void work(TestNode node) throws InterruptedException {
    while (!over.get()) {
      floodRefused.acquire(REFUSALS_PER_PICTURE);
      node.detectors().letGo(1);
    }
    return null;
  }

  private static String header(String key) {
    return "X-Api-Key: " + key + "\r\n";
  }
}
