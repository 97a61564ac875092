package dev.retinagate.contract;

import static dev.retinagate.contract.DetectTest.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import dev.retinagate.support.RawClient;
import dev.retinagate.support.TestNode;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What an upload holds while it comes, and what happens when it does not. */
class UploadTest {

  private TestNode node;

  @AfterEach
  void stop() {
    node.close();
  }

  @Test
  void holdsNoPlaceBeforeItHasShownThatItComes() throws Exception {
    start(Map.of());
    for (int i = 0; i < 3 * TestNode.PERMITS; i++) {
      node.client().send(head(100_000) + "c");
    }
    node.awaitInside(0, 3 * TestNode.PERMITS);

    assertThat(node.client().post("/detect", "", "cat").response().status()).isEqualTo(200);
  }

  @Test
  void takesAPlaceWhenItComesAndMemoryForWhatHasCome() throws Exception {
    start(Map.of("http.upload-grace", "1m"));

    node.client().send(head(1_000_000) + "c".repeat(20_000));

    node.awaitInside(1, 1);
    assertThat(node.bytesInFlight()).isBetween(20_000L, 40_000L);
  }

  @Test
  void claimsNoPlaceAnyMoreOnceItIsSlow() throws Exception {
    start(Map.of("http.upload-grace", "1ms"));
    RawClient slow = node.client().send(head(40_000) + "c");
    node.awaitInside(0, 1);
    for (int i = 0; i < 3; i++) {
      node.health();
    }

    slow.send("c".repeat(20_000));
    node.awaitHealth(
        report -> report.getJsonObject("admission").getLong("bytesInFlight") >= 20_000);

    assertThat(node.inFlight()).isZero();
    slow.send("c".repeat(19_999));
    assertThat(slow.response().status()).isEqualTo(200);
  }

  @Test
  void reservesForEachUploadWhatItsFirstBytesMayTake() throws Exception {
    start(Map.of());

    node.client().send(head(2) + "c");

    node.awaitInside(0, 1);
    assertThat(node.bytesInFlight()).isEqualTo(16 << 10);
  }

  @Test
  void isRefusedWhenItComesAndEveryPlaceIsTaken() throws Exception {
    start(Map.of("http.upload-grace", "1m"));
    RawClient late = node.client().send(head(100_000) + "c");
    node.awaitInside(0, 1);
    for (int i = 0; i < TestNode.PERMITS; i++) {
      node.client().send(head(100_000) + "c".repeat(20_000));
    }
    node.awaitInside(TestNode.PERMITS, TestNode.PERMITS + 1);

    late.send("c".repeat(20_000));

    assertProblem(late.response(), 503, "full");
  }

  @Test
  void isCutWhenItTakesTooLongHoweverSteadilyItComes() throws Exception {
    start(
        Map.of(
            "http.transfer-timeout", "300ms",
            "http.upload-stall-timeout", "200ms",
            "http.min-transfer-rate", "0"));
    RawClient steady = node.client().send(head(100_000) + "c".repeat(20_000));
    Thread drip = new Thread(() -> drip(steady));
    drip.start();

    RawClient.Response response = steady.response();

    assertProblem(response, 408, "upload-too-slow");
    assertThat(response.text()).contains("300 ms");
    drip.join();
    node.awaitNothingHeld();
  }

  @Test
  void givesItsPlaceBackWhenItIsSlowAndTakesOneWhenItIsHere() throws Exception {
    start(Map.of("http.upload-grace", "10ms"));
    RawClient slow = node.client().send(head(20_001) + "c".repeat(20_000));

    node.awaitInside(0, 1);
    slow.send("c");

    assertThat(slow.response().status()).isEqualTo(200);
    node.awaitNothingHeld();
  }

  @Test
  void isServedAlsoWhenTheNodeBeganToDrainMeanwhile() throws Exception {
    start(Map.of());
    RawClient half = node.client().send(head(3) + "ca");
    node.awaitInside(0, 1);

    var drained = node.gateway().drain();
    RawClient.Response refused = node.client().post("/detect", "", "cat").response();
    half.send("t");

    assertProblem(refused, 503, "draining");
    assertThat(half.response().status()).isEqualTo(200);
    TestNode.await(drained);
  }

  @Test
  void isCutWhenItBringsTooLittle() throws Exception {
    start(Map.of("http.upload-stall-timeout", "200ms", "http.min-transfer-rate", "1 MiB"));
    RawClient slow = node.client().send(head(100_000) + "c".repeat(20_000));
    Thread drip = new Thread(() -> drip(slow));
    drip.start();

    assertProblem(slow.response(), 408, "upload-too-slow");
    drip.join();
    node.awaitNothingHeld();
  }

  /** A byte now and then, until the node has had enough. */
  private static void drip(RawClient client) {
    try {
      for (int i = 0; i < 20; i++) {
        Thread.sleep(20);
        client.send("c");
      }
    } catch (Exception closed) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void waitsForMemoryInsteadOfFailing() throws Exception {
    start(
        Map.of(
            "http.max-body-bytes", "64 KiB",
            "admission.max-bytes-in-flight", "150 KiB",
            "http.upload-grace", "1m"));
    RawClient holder = node.client().send(head(65_000) + "c".repeat(60_000));
    node.awaitInside(1, 1);
    RawClient other = node.client().send(head(45_000) + "c".repeat(40_000));
    node.awaitInside(2, 2);
    RawClient last = node.client().send(head(40_000) + "c".repeat(39_999));
    node.awaitInside(3, 3);

    holder.send("c".repeat(5_000));
    other.send("c".repeat(5_000));
    last.send("c");

    for (RawClient client : List.of(holder, other, last)) {
      assertThat(client.response().status()).isEqualTo(200);
    }
    node.awaitNothingHeld();
  }

  @Test
  void givesEverythingBackWhenTheClientLeaves() throws Exception {
    start(Map.of("http.upload-grace", "1m"));
    RawClient leaver = node.client().send(head(90_000) + "c".repeat(20_000));
    node.awaitInside(1, 1);

    leaver.close();

    node.awaitNothingHeld();
  }

  @Test
  void aConnectionWhoseHeadersNeverEndIsClosed() throws Exception {
    start(Map.of("http.header-timeout", "300ms"));
    RawClient slow = node.client();
    slow.send("POST /detect HTTP/1.1\r\nHost: t\r\nX-A: ");

    assertThat(slow.isClosedByServer()).isTrue();
  }

  @Test
  void aConnectionThatSaysNothingIsClosed() throws Exception {
    start(Map.of("http.header-timeout", "300ms"));

    assertThat(node.client().isClosedByServer()).isTrue();
  }

  private void start(Map<String, String> changes) throws Exception {
    node = new TestNode(changes);
  }

  private static String head(int length) {
    return "POST /detect HTTP/1.1\r\nHost: t\r\nContent-Length: " + length + "\r\n\r\n";
  }
}
