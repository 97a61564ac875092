package dev.retinagate.contract;

import static dev.retinagate.contract.DetectTest.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import dev.retinagate.support.RawClient;
import dev.retinagate.support.TestNode;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Everything but pictures: models, health, metrics, methods, ids. */
class NodeTest {

  private static TestNode node;

  @BeforeAll
  static void start() throws Exception {
    node = new TestNode(Map.of());
  }

  @AfterAll
  static void stop() throws Exception {
    node.close();
  }

  @Test
  void tellsWhichModelItServes() throws Exception {
    RawClient.Response response = get("GET /models");

    JsonArray models = new JsonObject(response.text()).getJsonArray("models");
    assertThat(models).hasSize(1);
    assertThat(models.getJsonObject(0).encode())
        .isEqualTo(
            "{\"name\":\"stub\",\"family\":\"stub\",\"precision\":\"fp32\",\"isa\":\"avx2\",\"input\":{\"size\":416},\"threshold\":0.5,\"maxDetections\":300,\"iou\":0.5,"
                + "\"labels\":[\"person\",\"cat\",\"cup\"],\"checksums\":{\"weights\":\""
                + "0".repeat(64)
                + "\"},"
                + "\"provenance\":{\"licence\":\"none\"}}");
  }

  @Test
  void tellsItsHealthOnBothPorts() throws Exception {
    for (RawClient.Response response :
        new RawClient.Response[] {get("GET /health"), manage("GET /health")}) {
      assertThat(response.status()).isEqualTo(200);
      assertThat(response.header("cache-control")).isEqualTo("no-store");
      JsonObject health = new JsonObject(response.text());
      assertThat(health.getString("status")).isEqualTo("UP");
      assertThat(health.getJsonObject("workers").getInteger("total")).isEqualTo(2);
      assertThat(health.getJsonObject("admission").getInteger("permits"))
          .isEqualTo(TestNode.PERMITS);
    }
    assertThat(manage("GET /health/live").status()).isEqualTo(200);
    assertThat(manage("GET /health/ready").status()).isEqualTo(200);
  }

  @Test
  void keepsManagementOffThePublicPort() throws Exception {
    assertProblem(get("GET /metrics"), 404, "not-found");
    assertProblem(get("GET /health/live"), 404, "not-found");
  }

  @Test
  void measuresWhatItDoes() throws Exception {
    try (RawClient client = node.client()) {
      client.post("/detect", "", "cat").response();
      client.post("/detect?max=0", "", "cat").response();
    }

    String metrics = manage("GET /metrics").text();

    assertThat(metrics)
        .contains("retinagate_requests_total{status=\"200\"}")
        .contains("retinagate_requests_total{status=\"400\"}")
        .contains("retinagate_latency_seconds_bucket{stage=\"network\",le=\"0.05\"}")
        .contains("retinagate_latency_seconds_count{stage=\"queue\"}")
        .contains("retinagate_latency_seconds_count{stage=\"total\"}")
        .contains("retinagate_workers{state=\"idle\"} 2.0")
        .contains("retinagate_in_flight 0.0")
        .contains("retinagate_upload_reserved_bytes 0.0")
        .contains("retinagate_queue_depth 0.0")
        .contains("retinagate_engine_failures_total 0.0")
        .contains("retinagate_connections ")
        .contains("jvm_memory_used_bytes");
  }

  @ParameterizedTest
  @CsvSource({
    "PUT, /detect, POST",
    "GET, /detect, POST",
    "POST, /models, 'GET, HEAD'",
    "DELETE, /health, 'GET, HEAD'",
    "POST, /, 'GET, HEAD'",
    "POST, /assets/page.css, 'GET, HEAD'"
  })
  void refusesAWrongMethodAndSaysWhichAreRight(String method, String path, String allow)
      throws Exception {
    RawClient.Response response = get(method + " " + path);

    assertProblem(response, 405, "method-not-allowed");
    assertThat(response.header("allow")).isEqualTo(allow);
  }

  @Test
  void tellsTheMethodsOfAPath() throws Exception {
    RawClient.Response response = get("OPTIONS /detect");

    assertThat(response.status()).isEqualTo(204);
    assertThat(response.header("allow")).isEqualTo("POST");
  }

  @Test
  void answersHeadWithTheHeadersOfGet() throws Exception {
    RawClient.Response get = get("GET /models");

    try (RawClient client = node.client()) {
      RawClient.Response head = client.request("HEAD /models").head();

      assertThat(head.status()).isEqualTo(200);
      assertThat(head.header("content-length")).isEqualTo(get.header("content-length"));
      assertThat(client.request("GET /health").response().status()).isEqualTo(200);
    }
  }

  @Test
  void keepsASaneRequestId() throws Exception {
    assertThat(withId("order-17_a.B").header("x-request-id")).isEqualTo("order-17_a.B");
  }

  @ParameterizedTest
  @ValueSource(strings = {"two words", "a;b", "ä", ""})
  void replacesARequestIdThatIsNotSane(String id) throws Exception {
    assertThat(withId(id).header("x-request-id")).matches("[0-9a-f]{32}");
    assertThat(withId("x".repeat(65)).header("x-request-id")).matches("[0-9a-f]{32}");
  }

  private static RawClient.Response withId(String id) throws Exception {
    try (RawClient client = node.client()) {
      return client
          .send("GET /health HTTP/1.1\r\nHost: t\r\nX-Request-Id: " + id + "\r\n\r\n")
          .response();
    }
  }

  private static RawClient.Response get(String methodAndPath) throws Exception {
    try (RawClient client = node.client()) {
      return client.request(methodAndPath).response();
    }
  }

  private static RawClient.Response manage(String methodAndPath) throws Exception {
    try (RawClient client = node.managementClient()) {
      return client.request(methodAndPath).response();
    }
  }
}
