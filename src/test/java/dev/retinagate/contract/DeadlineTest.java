package dev.retinagate.contract;

import static dev.retinagate.contract.DetectTest.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import dev.retinagate.support.RawClient;
import dev.retinagate.support.TestNode;
import io.vertx.core.json.JsonObject;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How long a caller is ready to wait, and what becomes of it when that is too short. */
class DeadlineTest {

  private static final String ONE_WORKER = "1";

  /** A picture takes at least so long; eight of them more than the caller has. */
  private static final long SERVICE_NANOS = 5_000_000;

  private TestNode node;

  @BeforeEach
  void start() throws Exception {
    node = new TestNode(Map.of("workers.count", ONE_WORKER, "admission.queue", "8"));
  }

  @AfterEach
  void stop() {
    node.close();
  }

  @Test
  void aPictureIsNotLookedAtOnceItsCallerHasGivenUp() throws Exception {
    try (RawClient working = node.client();
        RawClient waiting = node.client()) {
      working.post("/detect", "", "wait");
      assertThat(node.detectors().nextBegun()).isEqualTo("wait");

      waiting.post("/detect", "X-Request-Timeout-Ms: 50\r\n", "cat");

      assertProblem(waiting.response(), 504, "deadline-passed");
      node.awaitInside(1, 0);
      node.detectors().letGo(1);
      assertThat(working.response().status()).isEqualTo(200);
    }
  }

  @Test
  void aCallerWhoseDeadlinePassesDuringTheWorkIsToldSoAtOnce() throws Exception {
    try (RawClient client = node.client()) {
      client.post("/detect", "X-Request-Timeout-Ms: 300\r\n", "wait");
      assertThat(node.detectors().nextBegun()).isEqualTo("wait");

      assertProblem(client.response(), 504, "deadline-passed");
      node.awaitInside(1, 0);
      node.detectors().letGo(1);
      node.awaitNothingHeld();
      assertThat(client.post("/detect", "", "cat").response().status()).isEqualTo(200);
    }
  }

  @Test
  void whoWouldWaitTooLongIsToldSoBeforeItSendsThePicture() throws Exception {
    try (RawClient measured = node.client();
        RawClient working = node.client();
        RawClient hurried = node.client()) {
      measured.post("/detect", "", "wait");
      node.detectors().nextBegun();
      long begun = System.nanoTime();
      while (System.nanoTime() - begun < SERVICE_NANOS) {
        node.health();
      }
      node.detectors().letGo(1);
      assertThat(measured.response().status()).isEqualTo(200);
      working.post("/detect", "", "wait");
      node.detectors().nextBegun();
      for (int i = 0; i < 7; i++) {
        node.client().post("/detect", "", "cat");
        node.awaitInside(i + 2, 0);
      }

      hurried.send(
          "POST /detect HTTP/1.1\r\nHost: t\r\nContent-Length: 3\r\n"
              + "Expect: 100-continue\r\nX-Request-Timeout-Ms: 20\r\n\r\n");

      RawClient.Response refused = hurried.response();
      assertProblem(refused, 503, "no-time");
      assertThat(Integer.parseInt(refused.header("retry-after"))).isPositive();
    }
  }

  @Test
  void whoCanBeServedInTimeIsServed() throws Exception {
    try (RawClient client = node.client()) {
      assertThat(
              client.post("/detect", "X-Request-Timeout-Ms: 20000\r\n", "cat").response().status())
          .isEqualTo(200);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "0", "-5", "3600001", "soon", "1.5"})
  void aTimeoutThatIsNoneIsToldSo(String timeout) throws Exception {
    try (RawClient client = node.client()) {
      RawClient.Response response =
          client.post("/detect", "X-Request-Timeout-Ms: " + timeout + "\r\n", "cat").response();

      assertProblem(response, 400, "bad-parameter");
      assertThat(new JsonObject(response.text()).getString("detail"))
          .contains("X-Request-Timeout-Ms");
    }
  }
}
