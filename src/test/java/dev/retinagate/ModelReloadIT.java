package dev.retinagate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.retinagate.support.JarNode;
import dev.retinagate.support.JarRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The packaged jar with two models that are exchanged under load. loadtest/swaps.sh does more. */
class ModelReloadIT {

  private static final Path BUILT_IN = Path.of("models", "nanodet-g");
  private static final int RELOADS = 3;
  private static final int POLLING_MILLIS = 20;

  @TempDir private Path models;

  @Test
  @Timeout(180)
  void exchangesModelsWithoutAFailedRequestAndKeepsThemWhereOneIsBroken() throws Exception {
    Path copy = Files.createDirectory(models.resolve("copy"));
    try (Stream<Path> files = Files.list(BUILT_IN)) {
      for (Path file : files.toList()) {
        Files.copy(file, copy.resolve(file.getFileName()));
      }
    }
    try (JarNode node =
        new JarNode("--workers", "1", "--models", models.toString(), "--model", "nanodet-g,copy")) {
      AtomicBoolean over = new AtomicBoolean();
      AtomicInteger answers = new AtomicInteger();
      CompletableFuture<List<Integer>> load =
          CompletableFuture.supplyAsync(() -> load(node, over, answers));

      for (int i = 0; i < RELOADS; i++) {
        JarRun run = reload(node);
        assertThat(run.err()).isEmpty();
        assertThat(run.status()).isZero();
        assertThat(run.out()).contains("reloaded nanodet-g, ", "reloaded copy, ");
      }
      int reloads = reloads(node);
      assertThat(reloads).isEqualTo(RELOADS);
      if (!ignoresHangUp()) {
        node.hangUp();
        while (reloads(node) == reloads) {
          Thread.sleep(POLLING_MILLIS);
        }
      }

      Path parameters = copy.resolve("network.params");
      byte[] sound = Files.readAllBytes(parameters);
      byte[] broken = sound.clone();
      broken[broken.length / 2] ^= 1;
      Files.write(parameters, broken);
      JarRun refused = reload(node);
      assertThat(refused.status()).isEqualTo(1);
      assertThat(refused.err()).contains("not reloaded: model copy: ", "damaged");
      int before = answers.get();
      while (answers.get() < before + 4 && !load.isDone()) {
        Thread.sleep(POLLING_MILLIS);
      }

      over.set(true);
      assertThat(load.get()).as("statuses other than 200").isEmpty();
    }
  }

  private static List<Integer> load(JarNode node, AtomicBoolean over, AtomicInteger answers) {
    byte[] picture = JarNode.picture("astronaut.jpg");
    List<Integer> others = new ArrayList<>();
    try {
      for (int i = 0; !over.get(); i++) {
        int status = node.post(i % 2 == 0 ? "/detect" : "/detect?model=copy", picture).statusCode();
        answers.incrementAndGet();
        if (status != 200) {
          others.add(status);
        }
      }
    } catch (IOException | InterruptedException e) {
      others.add(-1);
    }
    return others;
  }

  /** Under nohup the node inherits that SIGHUP is ignored, and the JVM leaves it so. */
  private static boolean ignoresHangUp() throws IOException {
    String ignored =
        Files.readAllLines(Path.of("/proc/self/status")).stream()
            .filter(line -> line.startsWith("SigIgn:"))
            .findFirst()
            .orElseThrow();
    return (Long.parseUnsignedLong(ignored.substring("SigIgn:".length()).strip(), 16) & 1) != 0;
  }

  private static JarRun reload(JarNode node) throws Exception {
    return new JarRun.Builder("model", "reload", "--url", node.managementUrl()).run();
  }

  private static int reloads(JarNode node) {
    return (int) node.log().lines().filter(line -> line.contains("reloaded copy ")).count();
  }
}
