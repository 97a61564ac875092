package dev.retinagate.contract;

import static dev.retinagate.contract.DetectTest.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import dev.retinagate.support.RawClient;
import dev.retinagate.support.TestNode;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Refusals of clients that do not wait for {@code Retry-After}. Each costs an event loop more than
 * the budget ever pays: the first is answered at once, and each early one two seconds later.
 */
class PacedRefusalTest {

  private static final String PROXY = "127.0.0.2";

  private TestNode node;

  @BeforeEach
  void fillANode() throws Exception {
    node = new TestNode(Map.of("http.trusted-proxies", PROXY));
    for (int i = 0; i < TestNode.PERMITS; i++) {
      node.client().post("/detect", "", "wait " + i);
      node.awaitInside(i + 1, 0);
    }
    node.refusalsCost(Duration.ofSeconds(10));
  }

  @AfterEach
  void stop() {
    node.close();
  }

  @Test
  void aNewClientIsAnsweredWhileAnImpatientOneWaits() throws Exception {
    RawClient impatient = node.client();
    assertThat(impatient.post("/detect", "", "cat").response().status()).isEqualTo(503);
    impatient.post("/detect", "", "cat");

    assertProblem(node.client().post("/detect", "", "cat").response(), 503, "full");
    assertThat(impatient.hasUnreadBytes()).isFalse();
    assertProblem(impatient.response(), 503, "full");
  }

  @Test
  void aClientThatComesBackOnANewConnectionWaitsAsWell() throws Exception {
    RawClient first = node.client();
    first.send(
        "POST /detect HTTP/1.1\r\nHost: t\r\nConnection: close\r\nContent-Length: 3\r\n\r\ncat");
    assertProblem(first.response(), 503, "full");
    assertThat(first.isClosedByServer()).isTrue();

    RawClient again = node.client();
    again.post("/detect", "", "cat");
    assertProblem(node.client().post("/detect", "", "cat").response(), 503, "full");
    assertThat(again.hasUnreadBytes()).isFalse();
    assertProblem(again.response(), 503, "full");
  }

  @Test
  void aTrustedProxyNeverWaitsSinceItsConnectionHasManyCallers() throws Exception {
    RawClient impatient = node.client();
    impatient.post("/detect", "", "cat").response();
    impatient.post("/detect", "", "cat");

    RawClient proxy = node.clientFrom(PROXY);
    for (int i = 0; i < 3; i++) {
      assertProblem(proxy.post("/detect", "", "cat").response(), 503, "full");
    }
    assertThat(impatient.hasUnreadBytes()).isFalse();
    assertProblem(impatient.response(), 503, "full");
  }

  @Test
  void aConnectionWhoseRefusalWasDelayedIsServedLikeAnyOther() throws Exception {
    RawClient impatient = node.client();
    for (int i = 0; i < 2; i++) {
      assertThat(impatient.post("/detect", "", "cat".repeat(30_000)).response().status())
          .isEqualTo(503);
    }

    node.detectors().letGo(TestNode.PERMITS);

    node.awaitInside(0, 0);
    assertThat(impatient.post("/detect", "", "cat").response().status()).isEqualTo(200);
  }
}
