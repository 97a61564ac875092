package dev.retinagate.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.retinagate.admission.Admission;
import dev.retinagate.os.NotifySocket;
import dev.retinagate.os.ServiceManager;
import dev.retinagate.support.RawClient;
import dev.retinagate.support.TestNode;
import dev.retinagate.telemetry.Health;
import dev.retinagate.worker.WorkStats;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServiceReportTest {

  private static final long PID = 4711;
  private static final WorkStats IDLE =
      new WorkStats(2, 2, 0, 0, 0, List.of(new WorkStats.OfModel(2, 0, 0)));
  private static final WorkStats WEDGED =
      new WorkStats(2, 1, 0, 1, 0, List.of(new WorkStats.OfModel(1, 0, 0)));

  @TempDir private Path folder;
  private NotifySocket socket;
  private WorkStats work = IDLE;
  private final Health health = new Health(new Admission(4, 1000), () -> work, List.of("m"));

  @BeforeEach
  void listen() {
    socket = new NotifySocket(folder.resolve("notify").toString());
  }

  @AfterEach
  void close() {
    socket.close();
  }

  @Test
  void theWatchdogIsFedOnlyWhileTheProcessShouldBeKept() {
    health.enter(Health.Phase.SERVING);
    ServiceReport report = new ServiceReport(manager("4000000"), health);

    report.ready();
    assertThat(socket.next())
        .containsExactly(
            "READY=1", "STATUS=UP: m, 0 of 2 workers busy, 0 wedged, 0 of 4 permits taken");
    report.tick();
    assertThat(socket.next()).containsExactly("WATCHDOG=1");

    work = WEDGED;
    report.tick();
    assertThat(socket.next())
        .containsExactly("STATUS=WEDGED: m, 0 of 2 workers busy, 1 wedged, 0 of 4 permits taken");
    assertThat(socket.nextIfThere()).isEmpty();
    report.tick();
    assertThat(socket.nextIfThere()).isEmpty();

    work = IDLE;
    report.tick();
    assertThat(socket.next()).singleElement().asString().startsWith("STATUS=UP");
    assertThat(socket.next()).containsExactly("WATCHDOG=1");
  }

  @Test
  void aDrainingNodeIsKept() {
    health.enter(Health.Phase.DRAINING);
    ServiceReport report = new ServiceReport(manager("4000000"), health);

    report.stopping();
    report.tick();

    assertThat(socket.next())
        .containsExactly(
            "STOPPING=1",
            "STATUS=DRAINING: m, 0 of 2 workers busy, 0 wedged, 0 of 4 permits taken");
    assertThat(socket.next()).containsExactly("WATCHDOG=1");
  }

  @Test
  void withoutAWatchdogOnlyTheStatusIsTold() {
    ServiceReport report = new ServiceReport(manager("0"), health);

    report.tick();
    report.tick();

    assertThat(socket.next()).singleElement().asString().startsWith("STATUS=STARTING: m");
    assertThat(socket.nextIfThere()).isEmpty();
  }

  @Test
  void reportsTwiceAsOftenAsTheWatchdogDemands() {
    assertThat(new ServiceReport(manager("3000000"), health).period())
        .isEqualTo(Duration.ofMillis(1500));
    assertThat(new ServiceReport(manager("60000000"), health).period())
        .isEqualTo(Duration.ofSeconds(5));
    assertThat(new ServiceReport(manager("0"), health).period()).isEqualTo(Duration.ofSeconds(5));
  }

  @Test
  void aNodeReportsFromItsStartToItsDrain() throws Exception {
    try (TestNode node = new TestNode(Map.of("workers.wedged-after", "20ms"));
        RawClient hanging = node.client()) {
      node.gateway().reportTo(manager("200000"));
      assertThat(socket.next()).contains("READY=1");
      assertThat(socket.next()).containsExactly("WATCHDOG=1");

      hanging.post("/detect", "", "wait");
      assertThat(awaited("STATUS=WEDGED")).as("a wedged worker is told").isTrue();
      node.detectors().letGo(1);
      assertThat(awaited("WATCHDOG=1")).as("kept again").isTrue();
      assertThat(hanging.response().status()).isEqualTo(200);

      node.gateway().drain();
      assertThat(awaited("STOPPING=1")).as("the drain is told").isTrue();
    }
  }

  /** Whether a line that begins so comes before the socket falls silent. */
  private boolean awaited(String begin) {
    for (List<String> lines = socket.next(); !lines.isEmpty(); lines = socket.next()) {
      if (lines.get(0).startsWith(begin)) {
        return true;
      }
    }
    return false;
  }

  private ServiceManager manager(String watchdogMicros) {
    return ServiceManager.of(
        Map.of(
            "NOTIFY_SOCKET", folder.resolve("notify").toString(), "WATCHDOG_USEC", watchdogMicros),
        PID);
  }
}
