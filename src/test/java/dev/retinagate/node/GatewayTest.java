package dev.retinagate.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.retinagate.support.RawClient;
import dev.retinagate.support.TestNode;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.net.ConnectException;
import java.net.ServerSocket;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A node's life: engine failures, deadlines, the drain. */
class GatewayTest {

  private static final String DRAINS_SLOWLY = "drain.probe-period";

  @Test
  void anEngineFailureFailsItsPictureAloneAndTheDetectorIsRebuilt() throws Exception {
    try (TestNode node = new TestNode(Map.of("workers.count", "1"));
        RawClient client = node.client()) {
      RawClient.Response failed = client.post("/detect", "", "boom").response();

      assertThat(failed.status()).isEqualTo(500);
      assertThat(new JsonObject(failed.text()).getString("type")).endsWith("engine-failed");
      assertThat(failed.text()).doesNotContain("engine of the test", "Exception");
      assertThat(node.detectors().awaitCreated(1)).isTrue();
      node.awaitHealth(report -> "UP".equals(report.getString("status")));
      assertThat(client.post("/detect", "", "cat").response().status()).isEqualTo(200);
      // One in each lane.
      assertThat(node.detectors().open()).isEqualTo(2);
      assertThat(node.inFlight()).isZero();
    }
  }

  @Test
  void aNodeWithoutALiveWorkerIsNotReadyAndSaysSo() throws Exception {
    try (TestNode node = new TestNode(Map.of("workers.count", "1"));
        RawClient client = node.client()) {
      node.detectors().failNext(1);
      client.post("/detect", "", "boom").response();

      RawClient.Response refused = client.post("/detect", "", "cat").response();
      RawClient.Response health = client.request("GET /health").response();

      assertThat(refused.status()).isEqualTo(503);
      assertThat(new JsonObject(refused.text()).getString("type")).endsWith("no-worker");
      assertThat(refused.header("retry-after")).isEqualTo("1");
      assertThat(health.status()).isEqualTo(503);
      assertThat(new JsonObject(health.text()).getString("status")).isEqualTo("DOWN");
      assertThat(node.detectors().awaitCreated(1)).isTrue();
    }
  }

  @Test
  void aWorkerThatHangsEndsLivenessAndTheOtherWorkerStillServes() throws Exception {
    try (TestNode node = new TestNode(Map.of("workers.wedged-after", "20ms"));
        RawClient hanging = node.client();
        RawClient other = node.client();
        RawClient probe = node.managementClient()) {
      assertThat(probe.request("GET /health/live").response().status()).isEqualTo(200);
      hanging.post("/detect", "", "wait");
      assertThat(node.detectors().nextBegun()).isEqualTo("wait");

      node.awaitHealth(report -> wedged(report) == 1);
      RawClient.Response live = probe.request("GET /health/live").response();
      assertThat(live.status()).isEqualTo(503);
      assertThat(new JsonObject(live.text()).getString("status")).isEqualTo("WEDGED");
      assertThat(probe.request("GET /health/ready").response().status()).isEqualTo(200);
      assertThat(other.post("/detect", "", "cat").response().status()).isEqualTo(200);
      assertThat(probe.request("GET /metrics").response().text())
          .contains("retinagate_workers{state=\"wedged\"} 1.0");

      node.detectors().letGo(1);
      assertThat(hanging.response().status()).isEqualTo(200);
      assertThat(probe.request("GET /health/live").response().status()).isEqualTo(200);
    }
  }

  @Test
  void aNodeWhoseEveryWorkerHangsAdmitsNoPicture() throws Exception {
    try (TestNode node =
            new TestNode(Map.of("workers.count", "1", "workers.wedged-after", "20ms"));
        RawClient hanging = node.client();
        RawClient other = node.client();
        RawClient probe = node.managementClient()) {
      hanging.post("/detect", "", "wait");
      assertThat(node.detectors().nextBegun()).isEqualTo("wait");

      node.awaitHealth(report -> wedged(report) == 1);
      assertThat(probe.request("GET /health/ready").response().status()).isEqualTo(503);
      assertThat(probe.request("GET /health/live").response().status()).isEqualTo(503);
      RawClient.Response refused = other.post("/detect", "", "cat").response();
      assertThat(refused.status()).isEqualTo(503);
      assertThat(new JsonObject(refused.text()).getString("type")).endsWith("no-worker");

      node.detectors().letGo(1);
      assertThat(hanging.response().status()).isEqualTo(200);
      assertThat(other.post("/detect", "", "cat").response().status()).isEqualTo(200);
    }
  }

  @Test
  void aPictureWhoseDeadlinePassesInTheQueueIsNotWorkedOn() throws Exception {
    try (TestNode node = new TestNode(Map.of("workers.count", "1", "deadline.default", "50ms"));
        RawClient working = node.client();
        RawClient waiting = node.client()) {
      working.post("/detect", "", "wait");
      assertThat(node.detectors().nextBegun()).isEqualTo("wait");

      RawClient.Response late = waiting.post("/detect", "", "cat").response();

      assertThat(late.status()).isEqualTo(504);
      assertThat(new JsonObject(late.text()).getString("type")).endsWith("deadline-passed");
      // The other one's deadline has passed during its work.
      assertThat(working.response().status()).isEqualTo(504);
      assertThat(node.inFlight()).isEqualTo(1);
      node.detectors().letGo(1);
      node.awaitNothingHeld();
      assertThat(node.detectors().nothingElseBegun()).isTrue();
    }
  }

  @Test
  void aDrainFinishesAdmittedPicturesAndAdmitsNoOther() throws Exception {
    TestNode node = new TestNode(Map.of(DRAINS_SLOWLY, "300ms"));
    try (RawClient working = node.client();
        RawClient other = node.client();
        RawClient probe = node.managementClient()) {
      working.post("/detect", "", "wait");
      assertThat(node.detectors().nextBegun()).isEqualTo("wait");

      Future<Void> drained = node.gateway().drain();
      assertThat(probe.request("GET /health/ready").response().status()).isEqualTo(503);
      assertThat(probe.request("GET /health/live").response().status()).isEqualTo(200);
      RawClient.Response refused = other.post("/detect", "", "cat").response();
      assertThat(refused.status()).isEqualTo(503);
      assertThat(refused.header("connection")).isEqualTo("close");
      assertThat(new JsonObject(refused.text()).getString("type")).endsWith("draining");
      assertThat(other.isClosedByServer()).isTrue();

      node.detectors().letGo(1);
      RawClient.Response last = working.response();
      assertThat(last.status()).isEqualTo(200);
      assertThat(last.header("connection")).isEqualTo("close");
      TestNode.await(drained);
      assertThat(node.detectors().open()).isZero();
      int port = node.gateway().port();
      assertThatThrownBy(() -> new RawClient(port).close()).isInstanceOf(ConnectException.class);
    }
  }

  @Test
  void aPictureThatNeverEndsDoesNotHoldUpTheDrainBeyondItsBound() throws Exception {
    TestNode node = new TestNode(Map.of("drain.timeout", "50ms"));
    try (RawClient working = node.client()) {
      working.post("/detect", "", "wait");
      assertThat(node.detectors().nextBegun()).isEqualTo("wait");

      TestNode.await(node.gateway().drain());

      node.detectors().letGo(1);
    }
  }

  @Test
  void aTakenPortFailsTheStart() throws Exception {
    try (ServerSocket taken = new ServerSocket(0)) {
      Map<String, String> samePort =
          Map.of("http.host", "0.0.0.0", "http.port", String.valueOf(taken.getLocalPort()));

      assertThatThrownBy(() -> new TestNode(samePort))
          .hasMessageContaining(
              "the public listener (http.host, http.port) cannot listen on 0.0.0.0, port "
                  + taken.getLocalPort()
                  + ": another process listens there");
    }
  }

  @Test
  void aTakenManagementPortIsNamedAsSuch() throws Exception {
    try (ServerSocket taken = new ServerSocket(0)) {
      Map<String, String> samePort =
          Map.of(
              "management.host",
              "0.0.0.0",
              "management.port",
              String.valueOf(taken.getLocalPort()));

      assertThatThrownBy(() -> new TestNode(samePort))
          .hasMessageContaining(
              "the management listener (management.host, management.port) cannot listen on"
                  + " 0.0.0.0, port "
                  + taken.getLocalPort()
                  + ": another process listens there");
    }
  }

  @Test
  void anAddressOfAnotherMachineIsNamed() {
    // 192.0.2.1: for documentation, no machine has it (RFC 5737).
    assertThatThrownBy(() -> new TestNode(Map.of("http.host", "192.0.2.1")))
        .hasMessageContaining("192.0.2.1")
        .hasMessageContaining("no network card of this machine has that address");
  }

  @Test
  void aHostNameThatDoesNotExistIsNamed() {
    assertThatThrownBy(() -> new TestNode(Map.of("http.host", "nope.invalid")))
        .hasMessageContaining("nope.invalid")
        .hasMessageContaining("there is no host of that name");
  }

  @Test
  void aModelThatCannotBeLoadedFailsTheStart() {
    assertThatThrownBy(() -> new TestNode(Map.of(), detectors -> detectors.failNext(1)))
        .hasMessageContaining("not this time");
  }

  private static int wedged(JsonObject report) {
    return report.getJsonObject("workers").getInteger("wedged");
  }
}
