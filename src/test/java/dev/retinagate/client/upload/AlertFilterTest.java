package dev.retinagate.client.upload;

import static dev.retinagate.client.upload.Outcomes.intruders;
import static org.assertj.core.api.Assertions.assertThat;

import dev.retinagate.client.upload.AlertFilter.AlertOn;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class AlertFilterTest {

  private static final long SECOND = 1_000_000_000L;

  private AlertFilter filter = new AlertFilter(AlertOn.CHANGE, Duration.ZERO);

  @Test
  void onChangeAnAlertIsPostedWhenItBeginsAndNotWhileItLasts() {
    assertThat(wants("gate", 0)).isFalse();
    assertThat(wants("gate", 1, "person")).isTrue();
    assertThat(wants("gate", 2, "person")).isFalse();
    assertThat(wants("gate", 3)).isFalse();
    assertThat(wants("gate", 4, "person")).isTrue();
  }

  @Test
  void onChangeAnotherAlertIsNewAndTheOrderOfIntrudersIsNot() {
    assertThat(wants("gate", 0, "person")).isTrue();
    assertThat(wants("gate", 1, "person", "dog")).isTrue();
    assertThat(wants("gate", 2, "dog", "person")).isFalse();
    assertThat(wants("gate", 3, "dog", "person", "person")).isFalse();
  }

  @Test
  void anotherZoneIsAnotherAlert() {
    assertThat(filter.wants(Outcomes.of("gate", "1", missing("yard")), 0)).isTrue();
    assertThat(filter.wants(Outcomes.of("gate", "2", missing("yard")), 0)).isFalse();
    assertThat(filter.wants(Outcomes.of("gate", "3", missing("barn")), 0)).isTrue();
  }

  @Test
  void camerasAreComparedWithThemselves() {
    assertThat(wants("gate", 0, "person")).isTrue();
    assertThat(wants("barn", 0, "person")).isTrue();
    assertThat(wants("gate", 1, "person")).isFalse();
  }

  @Test
  void aPictureThatFailedDoesNotEndAnAlert() {
    assertThat(wants("gate", 0, "person")).isTrue();
    assertThat(filter.wants(Outcomes.failed("gate"), 1)).isFalse();
    assertThat(wants("gate", 2, "person")).isFalse();
  }

  @Test
  void aPictureThatWasLookedAtAndNotDrawnEndsAnAlert() {
    assertThat(wants("gate", 0, "person")).isTrue();
    Outcome clear = Outcomes.of("gate", "1", intruders()).failed(Fault.nodeAway("disk full"));
    assertThat(clear.assessment()).isPresent();
    assertThat(filter.wants(clear, 1)).isFalse();
    assertThat(wants("gate", 2, "person")).isTrue();
  }

  @Test
  void onEveryEachPictureThatAlertsIsPosted() {
    filter = new AlertFilter(AlertOn.EVERY, Duration.ZERO);
    assertThat(wants("gate", 0, "person")).isTrue();
    assertThat(wants("gate", 1, "person")).isTrue();
    assertThat(wants("gate", 2)).isFalse();
  }

  @Test
  void theSameAlertIsNotPostedAgainWithinTheQuietTimeAndAnotherIs() {
    filter = new AlertFilter(AlertOn.CHANGE, Duration.ofMinutes(5));
    assertThat(wants("gate", 0, "person")).isTrue();
    assertThat(wants("gate", 10)).isFalse();
    assertThat(wants("gate", 20, "person")).isFalse();
    assertThat(wants("gate", 30, "dog")).isTrue();
    assertThat(wants("gate", 299)).isFalse();
    assertThat(wants("gate", 300, "person")).isTrue();
  }

  @Test
  void anAlertThatBeginsInTheQuietTimeAndLastsIsPostedBehindIt() {
    filter = new AlertFilter(AlertOn.CHANGE, Duration.ofMinutes(5));
    assertThat(wants("gate", 0, "person")).isTrue();
    assertThat(wants("gate", 10)).isFalse();
    assertThat(wants("gate", 20, "person")).isFalse();
    assertThat(wants("gate", 299, "person")).isFalse();
    assertThat(wants("gate", 300, "person")).isTrue();
    assertThat(wants("gate", 900, "person")).isFalse();
  }

  private boolean wants(String camera, long second, String... labels) {
    return filter.wants(Outcomes.of(camera, "id", intruders(labels)), second * SECOND);
  }

  private static JsonObject missing(String zone) {
    return new JsonObject()
        .put("alert", true)
        .put(
            "missing", new JsonArray().add(new JsonObject().put("label", "cow").put("zone", zone)));
  }
}
