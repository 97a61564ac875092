package dev.retinagate.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.retinagate.support.RawClient;
import dev.retinagate.support.TestNode;
import dev.retinagate.support.Wire;
import dev.retinagate.telemetry.PromQl.LabelMatcher;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The dashboard, the alerts and the list of metrics name metrics that a node really has. */
class MonitoringTest {

  /** Prometheus adds these itself. */
  private static final Set<String> LABELS_OF_THE_SCRAPE = Set.of("job", "instance");

  private static final Set<String> METRICS_OF_THE_SCRAPE = Set.of("up");
  private static final Pattern SAMPLE = Pattern.compile("(?m)^([a-z_]+)(?:\\{(.*)})? \\S+$");
  private static final Pattern FAMILY = Pattern.compile("(?m)^# TYPE (\\S+) ");
  private static final Pattern DOCUMENTED =
      Pattern.compile("`((?:retinagate|process|netty)_\\w+)`");

  /** Far more garbage than a young generation holds. */
  private static final int MAX_SCRAPES = 1_000;

  private static final int PIECES_OF_GARBAGE = 256;
  private static final int GARBAGE_BYTES = 64 << 10;

  /** Full with one picture, and with one long answer. */
  private static final Map<String, String> TINY =
      Map.of(
          "workers.count", "1",
          "admission.queue", "0",
          "http.max-body-bytes", "4 MiB",
          "admission.max-bytes-in-flight", "16 MiB");

  private static String scrape;

  /** A field, so that the compiler does not remove the allocation. */
  @SuppressWarnings("unused")
  private static byte[] garbage;

  @BeforeAll
  static void scrapeANodeThatHasBeenUsed() throws Exception {
    try (TestNode node = new TestNode(TINY, Wire.TLS);
        RawClient client = node.client();
        RawClient other = node.client();
        RawClient probe = node.managementClient()) {
      client.post("/detect", "", "wait");
      assertThat(node.detectors().nextBegun()).isEqualTo("wait");
      assertThat(other.post("/detect", "", "cat").response().status()).isEqualTo(503);
      node.detectors().letGo(1);
      assertThat(client.response().status()).isEqualTo(200);
      other.post("/detect", "Accept: image/png\r\n", TestNode.LARGE);
      assertThat(other.response().status()).as("for lack of bytes").isEqualTo(503);
      scrape = scrapeAfterAPause(probe);
    }
  }

  /**
   * The metrics of collections exist from the first collection on. Garbage causes it: System.gc()
   * would cause a full collection, which holds up the event loops.
   */
  private static String scrapeAfterAPause(RawClient probe) throws IOException {
    String text = probe.request("GET /metrics").response().text();
    for (int i = 0; i < MAX_SCRAPES && !text.contains("jvm_gc_pause_seconds_sum"); i++) {
      for (int piece = 0; piece < PIECES_OF_GARBAGE; piece++) {
        garbage = new byte[GARBAGE_BYTES];
      }
      text = probe.request("GET /metrics").response().text();
    }
    return text;
  }

  @Test
  void dashboardAndAlertsNameMetricsThatExist() throws Exception {
    Set<String> known = samples().map(Sample::name).collect(Collectors.toSet());
    known.addAll(METRICS_OF_THE_SCRAPE);

    assertThat(expressions())
        .isNotEmpty()
        .allSatisfy(
            expression -> assertThat(known).as(expression).containsAll(PromQl.metrics(expression)));
  }

  @Test
  void dashboardAndAlertsNameLabelValuesThatExist() throws Exception {
    List<LabelMatcher> matchers =
        expressions().stream()
            .flatMap(expression -> PromQl.labelMatchers(expression).stream())
            .filter(matcher -> !LABELS_OF_THE_SCRAPE.contains(matcher.label()))
            .toList();

    assertThat(matchers)
        .isNotEmpty()
        .allSatisfy(
            matcher ->
                assertThat(samples())
                    .as(matcher.toString())
                    .anyMatch(
                        sample ->
                            sample.name().equals(matcher.metric())
                                && sample.labels().containsKey(matcher.label())
                                && matcher.accepts(sample.labels().get(matcher.label()))));
  }

  @Test
  void theReadmeListsEveryMetric() throws Exception {
    Set<String> families = new TreeSet<>();
    Matcher family = FAMILY.matcher(scrape);
    while (family.find()) {
      families.add(family.group(1));
    }
    // Prometheus lists the maximum of a timer as a family; the README names it with the timer.
    families.removeIf(name -> name.endsWith("_seconds_max"));
    Set<String> documented = new TreeSet<>();
    Matcher name = DOCUMENTED.matcher(MonitoringFiles.text("README.md"));
    while (name.find()) {
      documented.add(name.group(1));
    }

    assertThat(families).containsAll(documented);
    assertThat(documented)
        .containsAll(families.stream().filter(one -> one.startsWith("retinagate_")).toList());
  }

  @Test
  void everyAlertIsExplainedAndTested() throws Exception {
    String explained = MonitoringFiles.text("README.md");
    String tested = MonitoringFiles.text("alerts-test.yml");

    assertThat(MonitoringFiles.alerts())
        .isNotEmpty()
        .allSatisfy(
            alert -> {
              assertThat(explained).contains("| " + alert.name() + " |");
              assertThat(tested.split("alertname: " + alert.name() + "\\R", -1))
                  .as("firing and not firing: %s", alert.name())
                  .hasSize(3);
              assertThat(alert.severity()).isIn("page", "ticket");
              assertThat(alert.summary()).isNotBlank();
              assertThat(alert.description()).isNotBlank();
            });
  }

  @Test
  void theDashboardReadsFromTheChosenDataSource() throws Exception {
    JsonNode dashboard = MonitoringFiles.dashboard();

    assertThat(dashboard.get("schemaVersion").asInt()).isGreaterThanOrEqualTo(39);
    assertThat(dashboard.get("panels").findValues("datasource"))
        .isNotEmpty()
        .allSatisfy(source -> assertThat(source.get("uid").asText()).isEqualTo("${datasource}"));
    List<Integer> ids = new ArrayList<>();
    dashboard.get("panels").forEach(panel -> ids.add(panel.get("id").asInt()));
    assertThat(ids).doesNotHaveDuplicates();
  }

  private static List<String> expressions() throws IOException {
    List<String> all = new ArrayList<>(MonitoringFiles.dashboardExpressions());
    MonitoringFiles.alerts().forEach(alert -> all.add(alert.expression()));
    return all;
  }

  private static Stream<Sample> samples() {
    return SAMPLE.matcher(scrape).results().map(line -> Sample.of(line.group(1), line.group(2)));
  }

  private record Sample(String name, Map<String, String> labels) {

    private static final Pattern LABEL = Pattern.compile("(\\w+)=\"([^\"]*)\"");

    static Sample of(String name, String labels) {
      return new Sample(
          name,
          LABEL
              .matcher(labels == null ? "" : labels)
              .results()
              .collect(Collectors.toMap(label -> label.group(1), label -> label.group(2))));
    }
  }
}
