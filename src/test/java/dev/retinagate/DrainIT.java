package dev.retinagate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.retinagate.support.JarNode;
import dev.retinagate.support.RawClient;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** SIGTERM to the packaged jar while it works. */
class DrainIT {

  private static final int UPLOADS = 8;
  private static final int PATIENCE_MILLIS = 30_000;
  private static final int POLLING_MILLIS = 10;

  /** Uploads that are half way at the signal are certain to be in flight, and then all wait. */
  @Test
  @Timeout(60)
  void answersEveryAdmittedPictureRefusesOthersAndExitsWithStatusZero() throws Exception {
    byte[] picture = JarNode.picture("astronaut.jpg");
    int half = picture.length / 2;
    List<RawClient> uploads = new ArrayList<>();
    try (JarNode node = new JarNode("--workers", "1", "--queue", String.valueOf(UPLOADS))) {
      RawClient late = connect(node, uploads);
      for (int i = 0; i < UPLOADS; i++) {
        connect(node, uploads).send(header(picture)).send(Arrays.copyOf(picture, half));
      }
      await(() -> uploading(node) == UPLOADS);

      node.terminate();
      await(() -> node.send(node.manage("/health/ready")).statusCode() == 503);

      RawClient.Response refused = late.send(header(picture)).response();
      assertThat(refused.status()).isEqualTo(503);
      assertThat(Integer.parseInt(refused.header("Retry-After"))).isPositive();
      assertThat(refused.text()).contains("urn:retinagate:problem:draining");
      assertThat(node.send(node.manage("/health/live")).statusCode()).isEqualTo(200);

      List<RawClient> admitted = uploads.subList(1, uploads.size());
      for (RawClient upload : admitted) {
        upload.send(Arrays.copyOfRange(picture, half, picture.length));
      }
      for (RawClient upload : admitted) {
        RawClient.Response response = upload.response();
        assertThat(response.status()).isEqualTo(200);
        assertThat(response.text()).contains("\"person\"");
        assertThat(response.header("Connection")).isEqualTo("close");
        assertThat(upload.isClosedByServer()).isTrue();
      }
      assertThat(node.exitStatus()).isZero();
      assertThat(node.log()).contains("drained").doesNotContain("given up");
    } finally {
      for (RawClient upload : uploads) {
        upload.close();
      }
    }
  }

  private static RawClient connect(JarNode node, List<RawClient> toClose) throws Exception {
    RawClient client = new RawClient(node.port());
    toClose.add(client);
    return client;
  }

  private static byte[] header(byte[] body) {
    return "POST /detect HTTP/1.1\r\nHost: t\r\nContent-Length: %d\r\n\r\n"
        .formatted(body.length)
        .getBytes(StandardCharsets.US_ASCII);
  }

  private static int uploading(JarNode node) throws Exception {
    return new JsonObject(Buffer.buffer(node.send(node.manage("/health")).body()))
        .getJsonObject("admission")
        .getInteger("uploading");
  }

  private static void await(Callable<Boolean> condition) throws Exception {
    for (int waited = 0; !condition.call(); waited += POLLING_MILLIS) {
      assertThat(waited).as("milliseconds waited").isLessThan(PATIENCE_MILLIS);
      Thread.sleep(POLLING_MILLIS);
    }
  }
}
