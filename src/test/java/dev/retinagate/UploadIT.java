package dev.retinagate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.retinagate.support.JarNode;
import dev.retinagate.support.JarRun;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The packaged jar as client of the packaged jar. */
class UploadIT {

  private static final int PICTURES = 1000;

  @TempDir private Path folder;

  @Test
  @Timeout(180)
  void everyPictureIsAnsweredOnceInOrderByAFullNodeThatIsStoppedAndStartedInTheMiddle()
      throws Exception {
    byte[] picture = JarNode.picture("chelsea.jpg");
    List<String> names = new ArrayList<>();
    for (int i = 0; i < PICTURES; i++) {
      names.add(Files.write(folder.resolve("p%04d.jpg".formatted(i)), picture).toString());
    }
    String port = String.valueOf(freePort());
    Path out = Files.createFile(folder.resolve("out.jsonl"));
    CompletableFuture<JarRun> upload;
    try (JarNode first = node(port)) {
      upload = start(first.uri("/"), out);
      await(() -> answered(out) >= PICTURES / 4);
    }
    assertThat(answered(out)).as("answers before the restart").isLessThan(PICTURES);
    try (JarNode second = node(port)) {
      JarRun run = upload.get(120, TimeUnit.SECONDS);

      assertThat(second.log()).as("the second node was used").contains("serving");
      assertThat(run.status()).as(run.err()).isZero();
      List<JsonObject> lines = Files.readAllLines(out).stream().map(JsonObject::new).toList();
      assertThat(lines).extracting(line -> line.getString("name")).containsExactlyElementsOf(names);
      assertThat(lines)
          .allSatisfy(line -> assertThat(line.getJsonArray("detections")).isNotEmpty());
      assertThat(lines.stream().map(line -> line.getString("requestId")).distinct())
          .hasSize(PICTURES);
    }
  }

  /**
   * Room for four: a picture in work and three that wait. A second worker would take the second of
   * two cores, on which the client and the event loops run.
   */
  private static JarNode node(String port) throws IOException, InterruptedException {
    return new JarNode("--port", port, "--workers", "1", "--queue", "3");
  }

  private CompletableFuture<JarRun> start(URI url, Path out) {
    return new JarRun.Builder(
            "upload", folder.toString(), "--url", url.toString(), "--concurrency", "64")
        .outTo(out)
        .start();
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  private static long answered(Path out) {
    try {
      return Files.readAllLines(out).size();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void await(BooleanSupplier condition) throws InterruptedException {
    while (!condition.getAsBoolean()) {
      Thread.sleep(20);
    }
  }
}
