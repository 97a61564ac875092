package dev.retinagate.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.retinagate.admission.Admission;
import dev.retinagate.telemetry.Health.Phase;
import dev.retinagate.telemetry.Health.Status;
import dev.retinagate.worker.WorkStats;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HealthTest {

  private static final long OLD = Duration.ofSeconds(61).toNanos();

  private WorkStats work = new WorkStats(2, 2, 0, 0, 0, List.of(new WorkStats.OfModel(2, 0, 0)));
  private final Health health = new Health(new Admission(4, 100), () -> work, List.of("stub"));

  @BeforeEach
  void serve() {
    health.enter(Phase.SERVING);
  }

  @Test
  void aNodeThatServesIsLiveAndReady() {
    assertThat(health.isReady()).isTrue();
    assertThat(health.liveness().live()).isTrue();
    assertThat(health.liveness().report()).isEqualTo(health.report());
  }

  @Test
  void aBusyNodeIsLiveAndReady() {
    work = new WorkStats(2, 0, 2, 0, OLD - 2_000_000_000, List.of(new WorkStats.OfModel(2, 30, 0)));

    assertThat(health.isReady()).isTrue();
    assertThat(health.liveness().live()).isTrue();
  }

  @Test
  void aNodeWithAWorkerThatHangsIsNotLiveButServesWithTheOther() {
    work = new WorkStats(2, 1, 0, 1, OLD, List.of(new WorkStats.OfModel(1, 0, 0)));

    assertThat(health.liveness().live()).isFalse();
    JsonObject report = health.liveness().report();
    assertThat(report.getString("status")).isEqualTo("WEDGED");
    assertThat(report.getJsonObject("workers"))
        .isEqualTo(
            new JsonObject()
                .put("total", 2)
                .put("idle", 1)
                .put("busy", 0)
                .put("wedged", 1)
                .put("rebuilding", 0)
                .put("oldestWorkMs", 61_000L));
    assertThat(health.status()).isEqualTo(Status.UP);
    assertThat(health.report().getString("status")).isEqualTo("UP");
  }

  @Test
  void aNodeWhoseEveryWorkerHangsIsNotReady() {
    work = new WorkStats(2, 0, 0, 2, OLD, List.of(new WorkStats.OfModel(0, 3, 0)));

    assertThat(health.isReady()).isFalse();
    assertThat(health.status()).isEqualTo(Status.DOWN);
    assertThat(health.liveness().live()).isFalse();
  }

  @Test
  void aRebuiltWorkerDoesNotMakeUpForOneThatHangs() {
    work = new WorkStats(2, 0, 0, 1, OLD, List.of(new WorkStats.OfModel(0, 3, 0)));

    assertThat(health.isReady()).isFalse();
    assertThat(health.report().getJsonObject("workers").getInteger("rebuilding")).isEqualTo(1);
  }

  @Test
  void aNodeWithoutADetectorAStartingAndADrainingNodeStayLive() {
    work = new WorkStats(2, 0, 0, 0, 0, List.of(new WorkStats.OfModel(0, 0, 0)));
    assertThat(health.status()).isEqualTo(Status.DOWN);
    assertThat(health.liveness().live()).isTrue();

    for (Phase phase : new Phase[] {Phase.STARTING, Phase.DRAINING}) {
      health.enter(phase);
      assertThat(health.isReady()).isFalse();
      assertThat(health.liveness().live()).isTrue();
      assertThat(health.liveness().report().getString("status")).isEqualTo(phase.name());
    }
  }

  @Test
  void aDrainDoesNotHideAWorkerThatHangs() {
    work = new WorkStats(2, 1, 0, 1, OLD, List.of(new WorkStats.OfModel(1, 0, 0)));
    health.enter(Phase.DRAINING);

    assertThat(health.liveness().report().getString("status")).isEqualTo("WEDGED");
    assertThat(health.report().getString("status")).isEqualTo("DRAINING");
  }
}
