package dev.retinagate.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.retinagate.detection.DetectionQuery;
import dev.retinagate.http.intake.Answer;
import dev.retinagate.http.intake.Answered;
import dev.retinagate.http.intake.DetectionRequest;
import dev.retinagate.http.intake.Protocol;
import dev.retinagate.http.problem.ErrorForm;
import dev.retinagate.http.problem.ErrorReply;
import dev.retinagate.support.RawClient;
import dev.retinagate.support.TestNode;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A protocol is one class beside {@code detect}: nothing else changes for it. */
class ToyProtocolTest {
  /** Answers the first label as text, and failures as a shout with status 418. */
  private static final class ToyProtocol implements Protocol {
    @Override
    public List<String> paths() {
      return List.of("/toy/:name");
    }

    @Override
    public DetectionRequest parse(HttpServerRequest request) {
      return new DetectionRequest(0, DetectionQuery.of(0.5f, 1), Optional.empty());
    }

    @Override
    public Answer answer(Answered answered) {
      var found = answered.outcomes().get(0).done().orElseThrow().detections().found();
      return new Answer("text/plain", Buffer.buffer(found.get(0).label()), Map.of("X-Toy", "yes"));
    }

    @Override
    public ErrorForm errorForm() {
      return (p, id) -> new ErrorReply(418, "text/plain", Buffer.buffer(p.type().title() + "!"));
    }
  }

  @Test
  void aProtocolHasItsOwnPathAnswerAndErrorsAndTheNodesLimits() throws Exception {
    try (TestNode node = new TestNode(Map.of(), List.of(new ToyProtocol()))) {
      RawClient client = node.client();
      assertThat(client.post("/toy/x", "", "a picture").response().text()).isEqualTo("cat");
      assertThat(client.post("/toy/x", "", "").response().status()).isEqualTo(418);
      assertThat(client.request("GET /toy/x").response().text()).isEqualTo("Method not allowed!");
      assertThat(client.request("GET /nowhere").response().status()).isEqualTo(404);
      node.awaitNothingHeld();
    }
  }
}
