package dev.retinagate.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/** Over a node that answers by hand and time that passes by hand. */
class SendQueueTest {

  private final ManualTimers timers = new ManualTimers();
  private final StubNode node = new StubNode();
  private double chance;
  private final RandomGenerator random =
      new RandomGenerator() {
        @Override
        public long nextLong() {
          return (long) (chance * Long.MAX_VALUE);
        }

        @Override
        public double nextDouble() {
          return chance;
        }
      };
  private final ClientOptions options =
      ClientOptions.of(URI.create("http://node"))
          .withWindow(8)
          .withMaxTries(3)
          .withGiveUpAfter(Duration.ofMinutes(1));
  private final SendQueue queue = new SendQueue(options, node, timers, random);

  @Test
  void aRefusedPictureIsSentAgainOnceItsRetryAfterIsOver() {
    Future<Answer> a = queue.send(Buffer.buffer("a"));
    node.next().full(2);

    timers.pass(Duration.ofMillis(1999));
    assertThat(node.sent).containsExactly("a");
    timers.pass(Duration.ofMillis(1));
    assertThat(node.sent).containsExactly("a", "a");

    node.next().done();
    assertThat(a.result().isDone()).isTrue();
    assertThat(a.result().refusals()).isEqualTo(1);
  }

  @Test
  void theWaitIsLengthenedByUpToAHalf() {
    chance = 0.99;
    queue.send(Buffer.buffer("a"));
    node.next().full(2);

    timers.pass(Duration.ofMillis(2980));
    assertThat(node.sent).hasSize(1);
    timers.pass(Duration.ofMillis(20));
    assertThat(node.sent).hasSize(2);
  }

  @Test
  void theLastRefusalIsTheAnswerWhenTheTriesAreUsedUp() {
    Future<Answer> a = queue.send(Buffer.buffer("a"));
    for (int i = 0; i < 3; i++) {
      node.next().full(1);
      timers.pass(Duration.ofSeconds(1));
    }

    assertThat(a.result().status()).isEqualTo(503);
    assertThat(a.result().json().getString("type")).endsWith(":full");
    assertThat(node.sent).hasSize(3);
    assertThat(queue.open()).isZero();
  }

  @Test
  void aPictureThatWasAnsweredIsNeverSentAgain() {
    Future<Answer> a = queue.send(Buffer.buffer("a"));
    Future<Answer> b = queue.send(Buffer.buffer("b"));
    node.next().done();
    node.next().refuse(415, "unsupported-format", null);

    timers.pass(Duration.ofMinutes(10));

    assertThat(node.sent).containsExactly("a", "b");
    assertThat(a.result().status()).isEqualTo(200);
    assertThat(b.result().status()).isEqualTo(415);
  }

  @Test
  void aNodeThatRestartsIsWaitedForAndEveryPictureIsAnswered() {
    List<Future<Answer>> all = new ArrayList<>();
    for (String name : List.of("a", "b", "c")) {
      all.add(queue.send(Buffer.buffer(name)));
    }
    node.next().refuse(503, "draining", "1");
    node.next().broken();
    node.next().broken();
    for (int i = 0; i < 5; i++) {
      timers.pass(Duration.ofSeconds(2));
      assertThat(node.open).as("one request looks for the node").hasSize(1);
      assertThat(node.open.get(0).picture()).isEqualTo("a");
      node.next().broken();
    }
    timers.pass(Duration.ofSeconds(2));
    while (!node.open.isEmpty()) {
      node.next().done();
    }

    assertThat(all).allSatisfy(answer -> assertThat(answer.result().isDone()).isTrue());
    assertThat(all.get(0).result().refusals()).as("a node that is away refuses nothing").isZero();
  }

  @Test
  void whenNoNodeComesBackEveryPictureFailsOnceAndThenOthersAreTriedAfresh() {
    Future<Answer> a = queue.send(Buffer.buffer("a"));
    Future<Answer> b = queue.send(Buffer.buffer("b"));
    while (!a.isComplete()) {
      if (node.open.isEmpty()) {
        timers.pass(Duration.ofSeconds(1));
      } else {
        node.next().broken();
      }
    }

    assertThat(a.cause())
        .isInstanceOf(NodeAwayException.class)
        .hasMessageMatching("http://node has not answered for 6\\d s: Connection refused");
    assertThat(b.cause()).isInstanceOf(NodeAwayException.class);
    assertThat(queue.open()).isZero();

    Future<Answer> c = queue.send(Buffer.buffer("c"));
    timers.pass(Duration.ofSeconds(5));
    node.open.removeIf(request -> !request.picture().equals("c"));
    node.next().done();
    assertThat(c.result().isDone()).isTrue();
  }

  @Test
  void theOldestPictureIsSentFirst() {
    for (int i = 0; i < 8; i++) {
      queue.send(Buffer.buffer("" + i));
    }
    assertThat(node.sent).containsExactly("0", "1", "2", "3");
    node.next().full(1);
    timers.pass(Duration.ofSeconds(1));
    node.next().done();
    node.next().done();

    assertThat(node.sent.subList(4, node.sent.size())).startsWith("0");
  }

  @Test
  void anAnswerThatIsNoJsonIsToldAsNoNodes() {
    Future<Answer> a = queue.send(Buffer.buffer("a"));
    node.next().reply().complete(Reply.of(404, null, Buffer.buffer("<html>")));

    assertThat(a.result().json().getString("title")).isEqualTo("Not the answer of a node");
    assertThat(a.result().isDone()).isFalse();
  }

  @Test
  void closingFailsWhatIsNotAnswered() {
    Future<Answer> a = queue.send(Buffer.buffer("a"));
    queue.close();
    node.next().done();

    assertThat(a.cause()).hasMessage("the client was closed");
  }
}
