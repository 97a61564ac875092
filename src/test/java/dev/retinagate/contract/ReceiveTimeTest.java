package dev.retinagate.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.retinagate.support.RawClient;
import dev.retinagate.support.TestNode;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The time of the upload is told apart from the server's. */
class ReceiveTimeTest {

  private static final long UPLOAD_NANOS = TimeUnit.MILLISECONDS.toNanos(30);
  private static final double UPLOAD_MS = 30;

  @Test
  void thePauseOfAnUploadIsInItsReceiveTime() throws Exception {
    try (TestNode node = new TestNode(Map.of())) {
      JsonObject timing = new JsonObject(slowly(node, "", "c", "at")).getJsonObject("timing");

      assertReceived(timing);
    }
  }

  @Test
  void eachPictureOfAFormHasTheReceiveTimeOfTheForm() throws Exception {
    String form = DetectTest.part("a", "cat") + DetectTest.part("b", "cat") + "--B--\r\n";
    try (TestNode node = new TestNode(Map.of())) {
      JsonObject answer =
          new JsonObject(
              slowly(
                  node,
                  "Content-Type: multipart/form-data; boundary=B\r\n",
                  form.substring(0, form.length() - 5),
                  form.substring(form.length() - 5)));

      List<JsonObject> timings =
          answer.getJsonArray("results").stream()
              .map(result -> ((JsonObject) result).getJsonObject("timing"))
              .toList();
      assertThat(timings).hasSize(2).allSatisfy(ReceiveTimeTest::assertReceived);
      assertThat(timings.get(0).getDouble("receiveMs"))
          .isEqualTo(timings.get(1).getDouble("receiveMs"));
    }
  }

  @Test
  void theTimeOfTheWorkIsNotInIt() throws Exception {
    try (TestNode node = new TestNode(Map.of());
        RawClient client = node.client()) {
      long sent = System.nanoTime();
      client.post("/detect", "", "wait");
      node.detectors().nextBegun();
      double receivedByMs = (System.nanoTime() - sent) / 1e6;
      passTime(node);
      node.detectors().letGo(1);

      JsonObject timing = new JsonObject(client.response().text()).getJsonObject("timing");

      assertThat(timing.getDouble("receiveMs")).isBetween(0.0, receivedByMs);
      assertThat(timing.getDouble("totalMs") - timing.getDouble("receiveMs"))
          .isGreaterThanOrEqualTo(UPLOAD_MS);
    }
  }

  private static void assertReceived(JsonObject timing) {
    assertThat(timing.getDouble("receiveMs")).isGreaterThanOrEqualTo(UPLOAD_MS);
    assertThat(timing.getDouble("totalMs")).isGreaterThanOrEqualTo(timing.getDouble("receiveMs"));
  }

  /** Sends the rest of a body a while after its beginning has been admitted. */
  private static String slowly(TestNode node, String headers, String beginning, String rest)
      throws Exception {
    try (RawClient client = node.client()) {
      client.send(
          "POST /detect HTTP/1.1\r\nHost: t\r\nContent-Length: %d\r\n%s\r\n%s"
              .formatted(beginning.length() + rest.length(), headers, beginning));
      node.awaitHealth(report -> report.getJsonObject("admission").getInteger("uploading") == 1);
      passTime(node);
      return client.send(rest).response().text();
    }
  }

  private static void passTime(TestNode node) throws Exception {
    long begun = System.nanoTime();
    while (System.nanoTime() - begun < UPLOAD_NANOS) {
      node.health();
    }
  }
}
