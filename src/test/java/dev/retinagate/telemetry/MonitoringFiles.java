package dev.retinagate.telemetry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.yaml.snakeyaml.Yaml;

/** The parts of provisioning/monitoring's files that the tests need. */
final class MonitoringFiles {

  static final Path FOLDER = Path.of("provisioning", "monitoring");

  private MonitoringFiles() {}

  static JsonNode dashboard() throws IOException {
    return new ObjectMapper().readTree(FOLDER.resolve("grafana-dashboard.json").toFile());
  }

  /** Every expression of the dashboard's panels. */
  static List<String> dashboardExpressions() throws IOException {
    return dashboard().get("panels").findValuesAsText("expr");
  }

  /** Every rule of alerts.yml. */
  static List<Alert> alerts() throws IOException {
    JsonNode groups =
        new ObjectMapper().valueToTree(new Yaml().load(text("alerts.yml"))).get("groups");
    List<Alert> alerts = new ArrayList<>();
    for (JsonNode group : groups) {
      for (JsonNode rule : group.get("rules")) {
        alerts.add(
            new Alert(
                rule.get("alert").asText(),
                rule.get("expr").asText(),
                rule.at("/labels/severity").asText(),
                rule.at("/annotations/summary").asText(),
                rule.at("/annotations/description").asText()));
      }
    }
    return alerts;
  }

  static String text(String file) throws IOException {
    return Files.readString(FOLDER.resolve(file));
  }

  /** A rule; what it lacks is empty. */
  record Alert(
      String name, String expression, String severity, String summary, String description) {}
}
