package dev.retinagate.contract;

import static dev.retinagate.support.TestNode.LARGE;
import static dev.retinagate.support.TestNode.LARGE_ANSWER_BYTES;
import static org.assertj.core.api.Assertions.assertThat;

import dev.retinagate.support.RawClient;
import dev.retinagate.support.TestNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Clients on slow lines, or that play to be, cannot hold the node's memory against others. */
class SlowHoldersTest {

  private static final String HOLDER = "127.0.0.2";
  private static final String MODEST = "127.0.0.4";
  private static final String OTHER = "127.0.0.3";
  private static final int MAX_BODY = 1 << 20;
  private static final int ANSWERS_BEFORE_A_PAUSE = 8;
  private static final int HELD = MAX_BODY - (100 << 10);

  private TestNode node;

  @AfterEach
  void stop() {
    node.close();
  }

  private void start(int maxMebibytes) throws Exception {
    node =
        new TestNode(
            Map.of(
                "http.max-body-bytes", "1 MiB",
                "http.upload-grace", "1ms",
                "admission.max-bytes-in-flight", maxMebibytes + " MiB"));
  }

  /** Begins uploads of a mebibyte each, and never sends the rest. */
  private List<RawClient> hold(String address, int uploads) throws Exception {
    List<RawClient> holders = new ArrayList<>();
    for (int i = 0; i < uploads; i++) {
      int before = uploading();
      RawClient holder = node.clientFrom(address);
      holder.send(
          "POST /detect HTTP/1.1\r\nHost: t\r\nContent-Length: %d\r\n\r\n".formatted(MAX_BODY));
      holders.add(holder.send(new byte[HELD]));
      node.awaitHealth(
          report ->
              report.getJsonObject("admission").getInteger("uploading") == before + 1
                  && report.getJsonObject("admission").getLong("bytesInFlight")
                      >= (before + 1L) * HELD
                  && report.getJsonObject("admission").getInteger("inFlight") == 0);
    }
    return holders;
  }

  private int uploading() throws Exception {
    return node.health().getJsonObject("admission").getInteger("uploading");
  }

  @Test
  void anotherClientFindsRoomBesideUploadsThatHoldAllTheyCan() throws Exception {
    start(4);
    hold(HOLDER, 3);

    for (int i = 0; i < 10; i++) {
      RawClient other = node.clientFrom(OTHER).post("/detect", "", "x".repeat(200_000));
      assertThat(other.response().status()).isEqualTo(200);
    }
  }

  @Test
  void slowUploadsOfTheClientThatHoldsMostGiveWay() throws Exception {
    start(4);
    List<RawClient> holders = hold(HOLDER, 3);
    RawClient modest = hold(MODEST, 1).get(0);

    // Refused for as long as the holders might still go on.
    int status = 503;
    while (status == 503) {
      status = node.clientFrom(OTHER).post("/detect", "", "x".repeat(MAX_BODY)).response().status();
    }

    assertThat(status).isEqualTo(200);
    assertThat(uploading()).isEqualTo(2 + 1);
    modest.send(new byte[MAX_BODY - HELD]);
    assertThat(modest.response().status()).isEqualTo(200);
    List<String> displaced = new ArrayList<>();
    for (RawClient holder : holders) {
      displaced.add(holder.response().text());
    }
    assertThat(displaced)
        .filteredOn(text -> text.contains("other uploads need the memory"))
        .hasSize(1);
  }

  @Test
  void anAnswerThatNobodyTakesGivesWay() throws Exception {
    node =
        new TestNode(
            Map.of(
                "http.max-body-bytes", "20 MiB",
                "admission.max-bytes-in-flight", "40 MiB"));
    node.clientFrom(HOLDER).post("/detect", "Accept: image/png\r\n", LARGE);
    node.awaitHealth(
        report -> report.getJsonObject("admission").getLong("bytesInFlight") == LARGE_ANSWER_BYTES);

    RawClient other = node.clientFrom(OTHER).post("/detect", "", "x".repeat(15 << 20));

    assertThat(other.response().status()).isEqualTo(200);
    node.awaitNothingHeld();
  }

  @Test
  void aClientThatReadsNoAnswersTakesNoWorkersTimeFromAnother() throws Exception {
    node =
        new TestNode(
            Map.of(
                "http.max-body-bytes", "20 MiB",
                "admission.max-bytes-in-flight", "40 MiB"));
    node.clientFrom(HOLDER).post("/detect", "Accept: image/png\r\n", LARGE);
    node.awaitHealth(
        report -> report.getJsonObject("admission").getLong("bytesInFlight") == LARGE_ANSWER_BYTES);
    for (int i = 0; i < ANSWERS_BEFORE_A_PAUSE; i++) {
      assertThat(annotated(HOLDER)).contains("hold all the memory");
    }
    // Alone, the client takes nothing from others.
    assertThat(annotated(HOLDER)).contains("hold all the memory");

    node.clientFrom(OTHER).send("POST /detect HTTP/1.1\r\nHost: t\r\nContent-Length: 9\r\n\r\n");
    node.awaitHealth(report -> report.getJsonObject("admission").getInteger("uploading") == 1);

    assertThat(annotated(HOLDER)).contains("were not read");
    assertThat(node.clientFrom(MODEST).post("/detect", "", "x").response().status()).isEqualTo(200);
  }

  private String annotated(String address) throws Exception {
    return node.clientFrom(address)
        .post("/detect", "Accept: image/png\r\n", LARGE)
        .response()
        .text();
  }
}
