package dev.retinagate.contract;

import static dev.retinagate.contract.DetectTest.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import dev.retinagate.support.RawClient;
import dev.retinagate.support.TestNode;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Refusals within their budget. At one per cent, a hundred of them are in hand, and a second earns
 * a hundred more.
 */
class PacedRefusalTest {

  private static final int WITHIN_THE_BUDGET = 50;
  private static final int BEYOND_THE_BUDGET = 700;

  private TestNode node;

  @BeforeEach
  void fillANode() throws Exception {
    node = new TestNode(Map.of("admission.refusal-percent", "1"));
    for (int i = 0; i < TestNode.PERMITS; i++) {
      node.client().post("/detect", "", "wait " + i);
      node.awaitInside(i + 1, 0);
    }
  }

  @AfterEach
  void stop() {
    node.close();
  }

  @Test
  void whoComesBackInHasteWaitsForItsNextRefusal() throws Exception {
    RawClient hasty = node.client();
    long start = System.nanoTime();
    for (int i = 0; i < BEYOND_THE_BUDGET; i++) {
      assertThat(hasty.post("/detect", "", "cat").response().status()).isEqualTo(503);
    }
    double seconds = (System.nanoTime() - start) / 1e9;

    // Almost 500 beyond what was in hand, at 222 a second; the client's own time comes on top.
    assertThat(seconds).isGreaterThan(1.9);
  }

  @Test
  void whoComesForTheFirstTimeIsAnsweredThoughOthersHaveSpentTheBudget() throws Exception {
    RawClient hasty = node.client();
    for (int i = 0; i < BEYOND_THE_BUDGET / 3; i++) {
      assertThat(hasty.post("/detect", "", "cat").response().status()).isEqualTo(503);
    }
    hasty.post("/detect", "", "cat");

    assertProblem(node.client().post("/detect", "", "cat").response(), 503, "full");
    assertThat(hasty.response().status()).isEqualTo(503);
  }

  @Test
  void aConnectionThatWasKeptWaitingIsAsGoodAsAnyOther() throws Exception {
    RawClient hasty = node.client();
    for (int i = 0; i < WITHIN_THE_BUDGET + BEYOND_THE_BUDGET / 3; i++) {
      assertThat(hasty.post("/detect", "", "cat".repeat(30_000)).response().status())
          .isEqualTo(503);
    }

    node.detectors().letGo(TestNode.PERMITS);

    node.awaitInside(0, 0);
    assertThat(hasty.post("/detect", "", "cat").response().status()).isEqualTo(200);
  }
}
