package dev.retinagate.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.retinagate.support.RawClient;
import dev.retinagate.support.StubDetectors;
import dev.retinagate.support.TestNode;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A reload exchanges the models of all workers, or of none. */
class ModelReloadTest {

  private static final int FAST_WORKERS = 2;

  /** Those of the fast lane, and the one of the slow lane. */
  private static final int WORKERS = 3;

  private final StubDetectors newer = new StubDetectors("first");
  private final StubDetectors newerSecond = new StubDetectors("second");
  private TestNode node;

  @BeforeEach
  void start() throws Exception {
    node = TestNode.ofModels(Map.of(), "first", "second");
    node.putOnDisk(newer, newerSecond);
  }

  @AfterEach
  void close() {
    node.close();
    assertThat(node.detectors(0).open()).isZero();
    assertThat(newer.open()).isZero();
    assertThat(newerSecond.open()).isZero();
  }

  @Test
  void allWorkersGetTheNewVersion() throws Exception {
    assertThat(reload().status()).isEqualTo(200);

    assertThat(node.detectors(0).open()).isZero();
    assertThat(node.detectors(1).open()).isZero();
    assertThat(newer.open()).isEqualTo(WORKERS);
    assertThat(newerSecond.open()).isEqualTo(WORKERS);
    assertEveryWorkerUses(newer);
  }

  @Test
  void allWorkersKeepTheOldVersionWhicheverCannotGetTheNewOne() throws Exception {
    for (int made = 0; made < WORKERS; made++) {
      newer.failAfter(made);

      RawClient.Response refused = reload();

      assertThat(refused.status()).as("%d were made", made).isEqualTo(500);
      assertThat(refused.text()).contains("not this time");
      assertThat(newer.open()).isZero();
      assertThat(newerSecond.open()).isZero();
      assertThat(node.detectors(0).open()).isEqualTo(WORKERS);
    }
    assertEveryWorkerUses(node.detectors(0));
    assertThat(node.health().getJsonObject("workers").getInteger("idle")).isEqualTo(FAST_WORKERS);

    assertThat(reload().status()).isEqualTo(200);
    assertEveryWorkerUses(newer);
  }

  @Test
  void allWorkersKeepTheOldVersionWhereTheNewOneFindsNothingInTheTrial() throws Exception {
    newerSecond.findNothing();

    RawClient.Response refused = reload();

    assertThat(refused.status()).isEqualTo(500);
    assertThat(refused.text()).contains("model second has no score for anything");
    assertThat(newer.open()).isZero();
    assertEveryWorkerUses(node.detectors(0));
  }

  private RawClient.Response reload() throws Exception {
    try (RawClient management = node.managementClient()) {
      return management
          .send("POST /models/reload HTTP/1.1\r\nHost: t\r\nContent-Length: 0\r\n\r\n")
          .response();
    }
  }

  /** As many pictures at a time as there are workers: none can avoid one of them. */
  private void assertEveryWorkerUses(StubDetectors version) throws Exception {
    RawClient[] clients = new RawClient[FAST_WORKERS];
    while (!version.nothingElseBegun()) {
      version.nextBegun();
    }
    for (int i = 0; i < clients.length; i++) {
      clients[i] = node.client();
      clients[i].post("/detect", "", "wait");
      assertThat(version.nextBegun()).isEqualTo("wait");
    }
    version.letGo(clients.length);
    for (RawClient client : clients) {
      assertThat(client.response().status()).isEqualTo(200);
    }
  }
}
