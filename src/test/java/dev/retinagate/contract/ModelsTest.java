package dev.retinagate.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.retinagate.support.RawClient;
import dev.retinagate.support.TestNode;
import io.vertx.core.json.JsonObject;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** {@code GET /models}: what is served, and what a request has to keep to. */
class ModelsTest {

  private static final Map<String, String> CONFIGURED =
      Map.of(
          "http.max-body-bytes", "3 MiB",
          "http.max-header-bytes", "8 KiB",
          "http.max-parts", "5",
          "http.upload-stall-timeout", "4s",
          "http.transfer-timeout", "40s",
          "picture.max-pixels", "1000000",
          "picture.max-work", "7",
          "deadline.default", "9s");

  @Test
  void tellsTheLimitsThatAreConfigured() throws Exception {
    assertThat(limits(CONFIGURED).getMap())
        .containsEntry("maxBodyBytes", 3 << 20)
        .containsEntry("maxHeaderBytes", 8 << 10)
        .containsEntry("maxPictures", 5)
        .containsEntry("stallTimeoutMs", 4_000)
        .containsEntry("transferTimeoutMs", 40_000)
        .containsEntry("maxPixels", 1_000_000)
        .containsEntry("maxWork", 7)
        .containsEntry("deadlineMs", 9_000);
  }

  @Test
  void tellsTheLimitsThatAreTheSameOnEveryNode() throws Exception {
    assertThat(limits(Map.of()).getMap())
        .containsEntry("maxFields", 100)
        .containsEntry("maxFieldBytes", 64 << 10)
        .containsEntry("maxFieldsBytes", 256 << 10)
        .containsEntry("maxPartHeaderBytes", 16 << 10)
        .containsEntry("minSide", 16)
        .containsEntry("maxDetections", 300);
  }

  private static JsonObject limits(Map<String, String> changes) throws Exception {
    try (TestNode node = new TestNode(changes);
        RawClient client = node.client()) {
      return new JsonObject(client.request("GET /models").response().text())
          .getJsonObject("limits");
    }
  }
}
