package dev.retinagate.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.retinagate.detection.DetectorException;
import dev.retinagate.support.CommandRun;
import dev.retinagate.support.RawClient;
import dev.retinagate.support.TestNode;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A node of two models: which one answers, and their exchange while the node serves. */
class SeveralModelsTest {

  private TestNode node;
  private RawClient client;

  @BeforeEach
  void start() throws Exception {
    node = TestNode.ofModels(Map.of(), "first", "second");
    client = node.client();
  }

  @AfterEach
  void close() {
    node.close();
  }

  @Test
  void aRequestChoosesItsModelAndGetsTheFirstOtherwise() throws Exception {
    assertThat(detect("")).isEqualTo("first");
    assertThat(detect("?model=second&threshold=0.1")).isEqualTo("second");
    assertThat(node.detectors(1).nextBegun()).isEqualTo("cat");
  }

  @Test
  void anUnknownModelIsARefusalThatListsTheNames() throws Exception {
    client.post("/detect?model=third", "", "cat");

    RawClient.Response response = client.response();
    assertThat(response.status()).isEqualTo(400);
    assertThat(response.text()).contains("bad-parameter", "third", "there are first, second.");
  }

  @Test
  void modelsAndDeepstackListAllAndReachEach() throws Exception {
    JsonArray models =
        new JsonObject(client.request("GET /models").response().text()).getJsonArray("models");
    assertThat(models.stream().map(model -> ((JsonObject) model).getString("name")))
        .containsExactly("first", "second");
    assertThat(client.request("GET /v1/vision/custom/list").response().text())
        .contains("[\"first\",\"second\"]");

    client.post("/v1/vision/custom/second", "", "cat");
    assertThat(client.response().status()).isEqualTo(200);
    assertThat(node.detectors(1).nextBegun()).isEqualTo("cat");
    client.post("/v1/vision/detection", "", "cat");
    assertThat(client.response().status()).isEqualTo(200);
    assertThat(node.detectors(0).nextBegun()).isEqualTo("cat");
    client.post("/v1/vision/custom/third", "", "cat");
    RawClient.Response unknown = client.response();
    assertThat(unknown.status()).isEqualTo(404);
    assertThat(unknown.text()).contains("'first', 'second'");
  }

  @Test
  void aModelThatBreaksLeavesTheOther() throws Exception {
    node.detectors(1).failNext(1_000);
    for (int i = 0; i < 2; i++) {
      client.post("/detect?model=second", "", "boom");
      assertThat(client.response().status()).isEqualTo(500);
    }

    client.post("/detect?model=second", "", "cat");
    assertThat(client.response().status()).isEqualTo(503);
    assertThat(detect("")).isEqualTo("first");
    node.detectors(1).failNext(0);
    node.awaitHealth(report -> liveWorkers(report, 1) == 2);
    assertThat(detect("?model=second")).isEqualTo("second");
  }

  @Test
  void healthAndMetricsTellEachModel() throws Exception {
    assertThat(detect("?model=second")).isEqualTo("second");

    assertThat(node.health().getString("model")).isEqualTo("first");
    assertThat(liveWorkers(node.health(), 0)).isEqualTo(2);
    assertThat(node.metrics())
        .contains(
            "retinagate_model_info{isa=\"avx2\",model=\"first\",precision=\"fp32\"} 1",
            "retinagate_model_info{isa=\"avx2\",model=\"second\",precision=\"fp32\"} 1",
            "retinagate_model_pictures_total{model=\"second\",outcome=\"done\"} 1");
  }

  @Test
  void aReloadMakesEveryDetectorAnewAndLosesNoPicture() throws Exception {
    RawClient working = node.client();
    working.post("/detect", "", "wait");
    assertThat(node.detectors(0).nextBegun()).isEqualTo("wait");
    int open = node.detectors(0).open();

    Future<?> reloaded = node.gateway().reload();
    assertThat(detect("?model=second")).isEqualTo("second");
    node.detectors(0).letGo(1);
    TestNode.await(reloaded);

    assertThat(working.response().status()).isEqualTo(200);
    assertThat(node.detectors(0).open()).isEqualTo(open);
    assertThat(node.detectors(1).open()).isEqualTo(open);
    assertThat(detect("")).isEqualTo("first");
    assertThat(node.health().getJsonObject("workers").getInteger("idle")).isEqualTo(2);
  }

  @Test
  void theManagementPortReloads() throws Exception {
    try (RawClient management = node.managementClient()) {
      RawClient.Response response = post(management, "");
      assertThat(response.status()).isEqualTo(200);
      assertThat(response.text()).contains("first", "second", "checksums");

      RawClient.Response ofPage = post(management, "Origin: http://evil.example\r\n");
      assertThat(ofPage.status()).isEqualTo(403);
      RawClient.Response read = management.request("GET /models/reload").response();
      assertThat(read.status()).isEqualTo(405);
      assertThat(read.text()).contains("takes POST.");
    }
  }

  @Test
  void aBrokenModelChangesNothing() throws Exception {
    try (RawClient management = node.managementClient()) {
      node.breakModels(new DetectorException("model second is damaged"));
      RawClient.Response unreadable = post(management, "");
      assertThat(unreadable.status()).isEqualTo(500);
      assertThat(unreadable.text()).contains("model second is damaged");

      node.breakModels(null);
      int open = node.detectors(0).open();
      node.detectors(1).failNext(1);
      RawClient.Response unbuilt = post(management, "");
      assertThat(unbuilt.status()).isEqualTo(500);
      assertThat(unbuilt.text()).contains("not this time");
      assertThat(node.detectors(0).open()).isEqualTo(open);
      assertThat(detect("")).isEqualTo("first");

      assertThat(post(management, "").status()).isEqualTo(200);
    }
  }

  @Test
  void aBrokenModelChangesNothingWhereEachWorkerHasOneModel() throws Exception {
    try (TestNode spread =
            TestNode.ofModels(
                Map.of("workers.per-model", "1", "workers.count", "auto"), "first", "second");
        RawClient asking = spread.client();
        RawClient management = spread.managementClient()) {
      assertThat(spread.health().getJsonObject("workers").getInteger("total")).isEqualTo(2);
      assertThat(spread.detectors(0).open()).as("one fast, one slow").isEqualTo(2);
      spread.detectors(1).failNext(1);

      assertThat(post(management, "").status()).isEqualTo(500);
      assertThat(spread.detectors(0).open()).isEqualTo(2);
      assertThat(post(management, "").status()).isEqualTo(200);

      asking.post("/detect?model=second", "", "cat");
      assertThat(asking.response().status()).isEqualTo(200);
      assertThat(spread.detectors(1).open()).isEqualTo(2);
    }
  }

  @Test
  void uploadChoosesTheModel(@TempDir Path folder) throws Exception {
    Path picture = Files.writeString(folder.resolve("a.jpg"), "cat");

    assertThat(upload(picture, "second").lines())
        .extracting(line -> new JsonObject(line).getString("model"))
        .containsExactly("second");
    assertThat(node.detectors(1).nextBegun()).isEqualTo("cat");
    CommandRun unknown = upload(picture, "third");
    assertThat(unknown.status()).isEqualTo(1);
    assertThat(unknown.out()).contains("bad-parameter", "third");
  }

  @Test
  void theWorkersThatDivideHaveADetectorOfEachModelOnAllCores() throws Exception {
    Map<String, String> divided =
        Map.of("workers.engine-threads", "1", "workers.threads-alone", "2");
    try (TestNode shared = TestNode.ofModels(divided, "first", "second");
        TestNode undivided =
            TestNode.ofModels(Map.of("workers.threads-alone", "1"), "first", "second")) {
      assertThat(shared.detectors(0).dividing()).containsExactly(2);
      assertThat(shared.detectors(1).dividing()).containsExactly(2);
      assertThat(undivided.detectors(0).dividing()).isEmpty();
    }
  }

  private CommandRun upload(Path picture, String model) {
    return CommandRun.of(
        "upload",
        "--url=http://127.0.0.1:" + node.gateway().port(),
        "--model=" + model,
        picture.toString());
  }

  private static RawClient.Response post(RawClient client, String headers) throws Exception {
    return client
        .send("POST /models/reload HTTP/1.1\r\nHost: t\r\n" + headers + "Content-Length: 0\r\n\r\n")
        .response();
  }

  private static int liveWorkers(JsonObject report, int model) {
    return report.getJsonArray("models").getJsonObject(model).getInteger("liveWorkers");
  }

  private String detect(String query) throws Exception {
    client.post("/detect" + query, "", "cat");
    RawClient.Response response = client.response();
    assertThat(response.status()).as(response.text()).isEqualTo(200);
    return new JsonObject(response.text()).getString("model");
  }
}
