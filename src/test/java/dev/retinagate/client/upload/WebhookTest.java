package dev.retinagate.client.upload;

import static dev.retinagate.client.upload.Outcomes.intruders;
import static org.assertj.core.api.Assertions.assertThat;

import dev.retinagate.client.ManualTimers;
import dev.retinagate.client.upload.AlertFilter.AlertOn;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class WebhookTest {

  private final ManualTimers timers = new ManualTimers();
  private final List<String> posted = new ArrayList<>();
  private final List<String> bodies = new ArrayList<>();
  private final List<String> notices = new ArrayList<>();

  /** What the receiver answers; 0 for a connection that breaks. */
  private int status = 200;

  private final Webhook webhook =
      new Webhook(
          (id, body) -> {
            posted.add(id);
            bodies.add(body);
            return status == 0
                ? Future.failedFuture("Connection refused")
                : Future.succeededFuture(status);
          },
          new AlertFilter(AlertOn.EVERY, Duration.ZERO),
          timers,
          new Random(1),
          notices::add);

  @Test
  void postsTheAnswerWithNameAndTimeUnderTheIdOfItsRequest() {
    take("a");

    assertThat(posted).containsExactly("a");
    JsonObject body = new JsonObject(bodies.get(0));
    assertThat(body.getString("name")).isEqualTo("gate");
    assertThat(body.getString("time")).isEqualTo("2026-11-26T12:00:00Z");
    assertThat(body.getJsonObject("assessment").getBoolean("alert")).isTrue();
  }

  @Test
  void noAlertIsLostAndNoneComesTwiceWhenTheReceiverIsDownForAWhile() {
    take("a");
    status = 0;
    take("b");
    take("c");
    timers.pass(Duration.ofSeconds(30));
    status = 503;
    timers.pass(Duration.ofMinutes(5));
    status = 204;
    posted.clear();
    timers.pass(Duration.ofMinutes(2));

    assertThat(posted).containsExactly("b", "c");
    assertThat(notices)
        .containsExactly(
            "The webhook cannot be reached: Connection refused. Alerts wait and are posted later.",
            "The webhook takes alerts again.");
    assertThat(webhook.finish(Duration.ofSeconds(1)).result()).isZero();
  }

  @Test
  void aRetryHasTheSameIdAndTheSameBody() {
    status = 0;
    take("a");
    status = 200;
    timers.pass(Duration.ofSeconds(2));

    assertThat(posted).containsExactly("a", "a");
    assertThat(bodies.get(1)).isEqualTo(bodies.get(0));
  }

  @Test
  void pausesGrowToAMinuteAndAHalfAtMost() {
    status = 0;
    take("a");
    timers.pass(Duration.ofHours(1));
    int after = posted.size();
    timers.pass(Duration.ofSeconds(90));

    assertThat(posted).hasSizeGreaterThan(after);
    assertThat(posted).hasSizeLessThan(70);
  }

  @Test
  void anAlertThatTheReceiverRefusesDoesNotBlockTheOthersAndIsSaid() {
    status = 422;
    take("a");
    status = 200;
    take("b");

    assertThat(posted).containsExactly("a", "b");
    assertThat(notices)
        .containsExactly("The webhook refused an alert with status 422; it is not posted again.");
    assertThat(webhook.finish(Duration.ofSeconds(1)).result()).isEqualTo(1);
  }

  @Test
  void theRunWaitsWhenAThousandAlertsWait() {
    status = 0;
    List<Future<Void>> taken =
        IntStream.range(0, Webhook.CAPACITY).mapToObj(i -> take("" + i)).toList();

    assertThat(taken.subList(0, Webhook.CAPACITY - 1)).allMatch(Future::succeeded);
    Future<Void> last = taken.get(Webhook.CAPACITY - 1);
    assertThat(last.isComplete()).isFalse();
    status = 200;
    timers.pass(Duration.ofSeconds(2));
    assertThat(last.succeeded()).isTrue();
  }

  @Test
  void theEndOfARunWaitsForTheReceiverUpToThePatience() {
    status = 0;
    take("a");
    take("b");
    Future<Long> finished = webhook.finish(Duration.ofMinutes(1));
    timers.pass(Duration.ofSeconds(59));
    assertThat(finished.isComplete()).isFalse();
    timers.pass(Duration.ofSeconds(1));

    assertThat(finished.result()).isEqualTo(2);
  }

  @Test
  void theSignatureIsTheHmacOfTheBody() {
    // RFC 4231, test case 2.
    assertThat(
            WebhookReceiver.signature(
                "what do ya want for nothing?".getBytes(StandardCharsets.UTF_8),
                "Jefe".getBytes(StandardCharsets.UTF_8)))
        .isEqualTo("5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
  }

  private Future<Void> take(String id) {
    return webhook.take(Outcomes.of("gate", id, intruders("person")));
  }
}
