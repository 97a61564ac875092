package dev.retinagate.contract;

import static dev.retinagate.contract.DetectTest.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import dev.retinagate.support.RawClient;
import dev.retinagate.support.TestNode;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a refusal costs the client and the node, and whether its connection can be used again. */
class RefusalTest {

  private static final int FIFTY_MEGABYTES = 50_000_000;

  private TestNode node;

  @BeforeEach
  void start() throws Exception {
    node = new TestNode(Map.of());
  }

  @AfterEach
  void stop() {
    node.close();
  }

  @Test
  void aFullNodeSaysHowLongToWait() throws Exception {
    fill();

    RawClient.Response refused = node.client().post("/detect", "", "cat").response();

    assertProblem(refused, 503, "full");
    assertThat(Integer.parseInt(refused.header("retry-after"))).isPositive();
  }

  @Test
  void aFullNodeIsHealthy() throws Exception {
    fill();

    assertThat(node.client().request("GET /health").response().status()).isEqualTo(200);
    assertThat(node.inFlight()).isEqualTo(TestNode.PERMITS);
  }

  @Test
  void aSmallBodyThatIsRefusedLeavesTheConnectionUsable() throws Exception {
    fill();
    RawClient client = node.client();

    assertThat(client.post("/detect", "", "cat").response().status()).isEqualTo(503);
    RawClient.Response next = client.request("GET /models").response();

    assertThat(next.status()).isEqualTo(200);
    assertThat(next.header("connection")).isNull();
  }

  @Test
  void theRestOfASmallBodyMayArriveAfterTheRefusal() throws Exception {
    fill();
    RawClient client = node.client();

    client.send("POST /detect HTTP/1.1\r\nHost: t\r\nContent-Length: 6\r\n\r\nca");
    assertThat(client.response().status()).isEqualTo(503);
    client.send("tcat");

    assertThat(client.request("GET /health").response().status()).isEqualTo(200);
  }

  @Test
  void aClientThatWaitsForContinueIsRefusedBeforeItSendsTheBody() throws Exception {
    fill();
    RawClient client = node.client();

    client.send(
        "POST /detect HTTP/1.1\r\nHost: t\r\nContent-Length: 100\r\nExpect: 100-continue\r\n\r\n");
    RawClient.Response refused = client.response();

    assertProblem(refused, 503, "full");
    assertThat(refused.header("connection")).isEqualTo("close");
    assertThat(client.isClosedByServer()).isTrue();
  }

  @Test
  void aClientThatWaitsForContinueGetsItWhenAPermitIsFree() throws Exception {
    RawClient client = node.client();

    client.send(
        "POST /detect HTTP/1.1\r\nHost: t\r\nContent-Length: 3\r\nExpect: 100-continue\r\n\r\n");

    assertThat(client.head().status()).isEqualTo(100);
    assertThat(node.health().getJsonObject("admission").getInteger("uploading")).isEqualTo(1);
    assertThat(client.send("cat").response().status()).isEqualTo(200);
  }

  @Test
  void aBodyOfFiftyMegabytesIsRefusedAtItsHeader() throws Exception {
    RawClient client = node.client();

    client.send(
        "POST /detect HTTP/1.1\r\nHost: t\r\nContent-Length: %d\r\n\r\n"
            .formatted(FIFTY_MEGABYTES));
    RawClient.Response refused = client.response();

    assertProblem(refused, 413, "body-too-large");
    assertThat(refused.header("connection")).isEqualTo("close");
    assertThat(client.isClosedByServer()).isTrue();
  }

  @Test
  void aClientThatSendsItsFiftyMegabytesAllTheSameStillSeesTheAnswer() throws Exception {
    RawClient client = node.client();
    client.send(
        "POST /detect HTTP/1.1\r\nHost: t\r\nContent-Length: %d\r\n\r\n"
            .formatted(FIFTY_MEGABYTES));

    client.send(new byte[FIFTY_MEGABYTES]);

    assertProblem(client.response(), 413, "body-too-large");
    assertThat(client.isClosedByServer()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "POST /%zz HTTP/1.1\r\nHost: t\r\n",
        "POST /detect HTTP/1.1\r\nHost: t\r\nConnection: close\r\n",
        "POST /detect HTTP/1.0\r\n"
      })
  void aClientThatSendsFiftyMegabytesSeesTheAnswerWhateverItIsRefusedFor(String head)
      throws Exception {
    RawClient client = node.client();
    client.send(head + "Content-Length: %d\r\n\r\n".formatted(FIFTY_MEGABYTES));

    client.send(new byte[FIFTY_MEGABYTES]);

    RawClient.Response refused = client.response();
    assertProblem(refused, refused.status());
    assertThat(refused.status()).isIn(400, 413);
    assertThat(client.isClosedByServer()).isTrue();
  }

  @Test
  void aBodyInChunksIsRefusedWhenItOutgrowsTheLimit() throws Exception {
    RawClient client = node.client();
    client.send("POST /detect HTTP/1.1\r\nHost: t\r\nTransfer-Encoding: chunked\r\n\r\n");
    byte[] chunk = new byte[1 << 20];

    for (int i = 0; i < 21; i++) {
      client.send("100000\r\n").send(chunk).send("\r\n");
    }

    assertProblem(client.response(), 413, "body-too-large");
    node.awaitNothingHeld();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "POST /detect?max=0 HTTP/1.1\r\nHost: t\r\nContent-Length: 3\r\n\r\ncat",
        "POST /detect HTTP/1.1\r\nHost: t\r\nContent-Encoding: gzip\r\nContent-Length: 3\r\n\r\ncat",
        "POST /detect HTTP/1.1\r\nHost: t\r\nContent-Length: 0\r\n\r\n",
        "POST /detect HTTP/1.1\r\nHost: t\r\n\r\n",
        "POST /detect HTTP/1.1\r\nHost: t\r\nContent-Length: 13\r\n\r\nbad:TOO_SMALL",
        "PUT /detect HTTP/1.1\r\nHost: t\r\nContent-Length: 3\r\n\r\ncat",
        "GET /detect HTTP/1.1\r\nHost: t\r\n\r\n",
        "GET /nowhere HTTP/1.1\r\nHost: t\r\n\r\n",
        "DELETE / HTTP/1.1\r\nHost: t\r\n\r\n"
      })
  void theNextGoodRequestOnTheSameConnectionIsServed(String refused) throws Exception {
    RawClient client = node.client();

    RawClient.Response first = client.send(refused).response();

    assertProblem(first, first.status());
    assertThat(first.status()).isBetween(400, 422);
    assertThat(client.post("/detect", "", "cat").response().status()).isEqualTo(200);
    node.awaitNothingHeld();
  }

  @Test
  void pipelinedRequestsAreAnsweredInTheirOrder() throws Exception {
    RawClient client = node.client();

    client.post("/detect", "", "cat").post("/detect?max=0", "", "cat").post("/detect", "", "cat");

    assertThat(client.response().status()).isEqualTo(200);
    assertThat(client.response().status()).isEqualTo(400);
    assertThat(client.response().status()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GARBAGE\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: t:99999\r\n\r\n",
        "GET /%zz HTTP/1.1\r\nHost: t\r\n\r\n",
        "GET /health% HTTP/1.1\r\nHost: t\r\n\r\n",
        "OPTIONS * HTTP/1.1\r\nHost: t\r\n\r\n",
        "CONNECT a:1 HTTP/1.1\r\nHost: t\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: t\r\nbroken header line\r\n\r\n",
        "POST /detect HTTP/1.1\r\nHost: t\r\nContent-Length: twelve\r\n\r\n"
      })
  void aRequestThatIsNoHttpIsRefusedAndItsConnectionClosed(String garbage) throws Exception {
    RawClient client = node.client();

    assertProblem(client.send(garbage).response(), 400, "malformed-request");
    assertThat(client.isClosedByServer()).isTrue();
  }

  @Test
  void tooLongRequestLinesAndHeadersHaveTheirOwnProblems() throws Exception {
    String longText = "x".repeat(20_000);

    assertProblem(
        node.client().send("GET /" + longText + " HTTP/1.1\r\nHost: t\r\n\r\n").response(),
        414,
        "uri-too-long");
    assertProblem(
        node.client().send("GET / HTTP/1.1\r\nHost: t\r\nX: " + longText + "\r\n\r\n").response(),
        431,
        "headers-too-large");
  }

  @Test
  void aClientThatLeavesTakesItsQueuedWorkWithIt() throws Exception {
    fill().close();

    awaitInFlight(TestNode.PERMITS - 1);

    node.client().post("/detect", "", "wait 9");
    awaitInFlight(TestNode.PERMITS);
    node.detectors().letGo(TestNode.PERMITS);
    assertThat(List.of(begun(), begun())).doesNotContain("wait 3").contains("wait 9");
  }

  @Test
  void aClientThatLeavesDuringTheWorkHoldsItsPermitUntilTheWorkEnds() throws Exception {
    RawClient leaver = node.client().post("/detect", "", "wait");
    begun();

    leaver.close();
    assertThat(node.client().post("/detect", "", "cat").response().status()).isEqualTo(200);
    assertThat(node.inFlight()).isEqualTo(1);

    node.detectors().letGo(1);
    node.awaitNothingHeld();
  }

  /** Two pictures are worked on, two wait: "wait 0" to "wait 3". Returns the client of the last. */
  private RawClient fill() throws Exception {
    RawClient last = null;
    for (int i = 0; i < TestNode.PERMITS; i++) {
      last = node.client().post("/detect", "", "wait " + i);
      awaitInFlight(i + 1);
    }
    assertThat(List.of(begun(), begun())).containsExactlyInAnyOrder("wait 0", "wait 1");
    return last;
  }

  private String begun() throws InterruptedException {
    return node.detectors().nextBegun();
  }

  private void awaitInFlight(int pictures) throws Exception {
    node.awaitHealth(
        report -> report.getJsonObject("admission").getInteger("inFlight") == pictures);
  }
}
