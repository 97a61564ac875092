package dev.retinagate.telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.retinagate.support.JarNode;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Checks the files of provisioning/monitoring by promtool, and by a real Prometheus that scrapes a
 * real node. Skipped where Debian's package {@code prometheus} is not installed.
 */
class MonitoringIT {

  private static final String TARGETS = "- targets: \\[.*]";

  @BeforeEach
  void prometheusIsInstalled() {
    for (String program : new String[] {"promtool", "prometheus"}) {
      assumeTrue(
          Stream.of(System.getenv("PATH").split(File.pathSeparator, -1))
              .anyMatch(folder -> Files.isExecutable(Path.of(folder, program))),
          () -> "no " + program + " on the path; apt-get install prometheus");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "check rules alerts.yml",
        "check config prometheus.yml",
        "test rules alerts-test.yml"
      })
  void promtoolFindsNoFault(String arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of("promtool"));
    command.addAll(List.of(arguments.split(" ", -1)));
    Process promtool =
        new ProcessBuilder(command)
            .directory(MonitoringFiles.FOLDER.toFile())
            .redirectErrorStream(true)
            .start();
    String said = new String(promtool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(promtool.waitFor()).as(said).isZero();
    assertThat(said).contains("SUCCESS");
  }

  @Test
  void promtoolAcceptsTheMetricsOfANode(@TempDir Path folder) throws Exception {
    try (JarNode node = new JarNode()) {
      Path scrape =
          Files.write(folder.resolve("scrape"), node.send(node.manage("/metrics")).body());
      Process promtool =
          new ProcessBuilder("promtool", "check", "metrics")
              .redirectInput(scrape.toFile())
              .redirectErrorStream(true)
              .start();
      String said = new String(promtool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

      // Status 3 is advice on names; the names that it is about are Micrometer's.
      assertThat(promtool.waitFor()).as(said).isIn(0, 3);
      assertThat(said.lines()).noneMatch(line -> line.startsWith("retinagate_"));
    }
  }

  @Test
  void aRealPrometheusScrapesARealNode(@TempDir Path folder) throws Exception {
    try (JarNode node = new JarNode();
        PrometheusProcess prometheus =
            new PrometheusProcess(configurationFor(node, folder), folder)) {
      assertThat(node.post("/detect", JarNode.picture("astronaut.jpg")).statusCode())
          .isEqualTo(200);
      assertThat(node.post("/detect?max=0", new byte[1]).statusCode()).isEqualTo(400);

      JsonNode targets =
          prometheus.await(
              "targets", data -> "up".equals(data.at("/activeTargets/0/health").asText()));
      assertThat(targets.at("/activeTargets/0/labels/job").asText()).isEqualTo("retinagate");
      prometheus.await(
          "query?query=retinagate_jobs_total%7Boutcome%3D%22done%22%7D%3E0",
          data -> data.path("result").size() == 1);

      assertThat(value(prometheus, "sum(retinagate_ready)")).isEqualTo("1");
      assertThat(value(prometheus, "sum(retinagate_latency_seconds_count{stage=\"network\"})"))
          .isEqualTo("1");
      assertThat(value(prometheus, "sum(retinagate_requests_total{status=\"400\"})"))
          .isEqualTo("1");
      assertThat(Double.parseDouble(value(prometheus, "sum(process_resident_memory_bytes)")))
          .isGreaterThan(1 << 20);
      for (String expression : MonitoringFiles.dashboardExpressions()) {
        // Fails if Prometheus cannot parse the expression.
        assertThat(prometheus.query(ofAllNodes(expression)).isArray()).isTrue();
      }
      assertThatAlertsAreEvaluatedAndSilent(prometheus);
    }
  }

  /** Before the first scrape no node is ready: waits until that has passed. */
  private static void assertThatAlertsAreEvaluatedAndSilent(PrometheusProcess prometheus)
      throws Exception {
    JsonNode rules =
        prometheus.await("rules", data -> Set.of("inactive").equals(values(data, "state")));
    assertThat(values(rules, "health")).containsExactly("ok");
  }

  private static Set<String> values(JsonNode data, String field) {
    return Set.copyOf(data.findValuesAsText(field));
  }

  /** The example configuration with the node as its target and with short intervals. */
  private static Path configurationFor(JarNode node, Path folder) throws IOException {
    Files.copy(MonitoringFiles.FOLDER.resolve("alerts.yml"), folder.resolve("alerts.yml"));
    String address = node.manage("/metrics").uri().getAuthority();
    String example = MonitoringFiles.text("prometheus.yml");
    assertThat(example).containsPattern(TARGETS);
    return Files.writeString(
        folder.resolve("prometheus.yml"),
        example
            .replaceAll(TARGETS, "- targets: ['" + address + "']")
            .replaceAll("_interval: \\w+", "_interval: 1s"));
  }

  private static String ofAllNodes(String expression) {
    return expression.replace("$instance", ".*").replace("$__rate_interval", "1m");
  }

  private static String value(PrometheusProcess prometheus, String expression) throws Exception {
    return prometheus.query(expression).at("/0/value/1").asText();
  }
}
