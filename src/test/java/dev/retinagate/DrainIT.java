package dev.retinagate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.retinagate.support.JarNode;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** SIGTERM to the packaged jar while it works. */
class DrainIT {

  private static final int REQUESTS = 8;

  @Test
  void answersEveryAdmittedPictureAndExitsWithStatusZero() throws Exception {
    try (JarNode node = new JarNode("--workers", "1", "--queue", "16")) {
      HttpRequest request =
          HttpRequest.newBuilder(node.uri("/detect"))
              .POST(HttpRequest.BodyPublishers.ofByteArray(JarNode.picture("astronaut.jpg")))
              .build();
      List<CompletableFuture<HttpResponse<String>>> answers =
          Stream.generate(
                  () -> node.client().sendAsync(request, HttpResponse.BodyHandlers.ofString()))
              .limit(REQUESTS)
              .toList();
      // The first answer shows that the others have been admitted behind it.
      answers.get(0).join();

      node.terminate();

      for (CompletableFuture<HttpResponse<String>> answer : answers) {
        assertThat(answer.join().statusCode()).isEqualTo(200);
      }
      assertThat(node.exitStatus()).isZero();
      assertThat(node.log()).contains("drained").doesNotContain("has been blocked");
    }
  }
}
