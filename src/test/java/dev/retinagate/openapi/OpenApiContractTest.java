package dev.retinagate.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.retinagate.support.RawClient;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a node answers is what {@code openapi.yaml} says, all of it and nothing else. */
class OpenApiContractTest {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String URN = "urn:retinagate:problem:";

  /** Headers of HTTP and of the connection, which no operation describes. */
  private static final Set<String> UNDESCRIBED =
      Set.of(
          "accept-encoding",
          "cache-control",
          "connection",
          "content-length",
          "content-type",
          "vary",
          "x-content-type-options");

  /** Sent by clients: no node answers with them. */
  private static final Set<String> OF_CLIENTS = Set.of("Alert", "Cause", "DetectLabelsRequest");

  private static final Map<Row, RawClient.Response> ANSWERS = new LinkedHashMap<>();
  private static OpenApiFile file;

  @BeforeAll
  static void askAll() throws Exception {
    file = OpenApiFile.load();
    List<Row> rows = new ArrayList<>(DetectRows.rows());
    rows.addAll(NodeRows.rows());
    rows.addAll(ProtocolRows.rows());
    rows.addAll(KeyRows.rows());
    try (CommonNode node = new CommonNode()) {
      for (Row row : rows) {
        ANSWERS.put(row, row.call().answer(node));
      }
    }
  }

  static Stream<Row> rows() {
    return ANSWERS.keySet().stream();
  }

  @ParameterizedTest
  @MethodSource("rows")
  void theAnswerIsOneThatTheFileDescribes(Row row) throws Exception {
    RawClient.Response answer = ANSWERS.get(row);
    JsonNode described = described(row);
    assertThat(described.isMissingNode()).as("%d of %s", answer.status(), row).isFalse();
    assertThat(names(described.path("headers")))
        .as("headers")
        .containsAll(
            answer.headers().keySet().stream()
                .filter(name -> !UNDESCRIBED.contains(name))
                .toList());
    JsonNode content = described.path("content").path(answer.header("content-type"));
    assertThat(content.isMissingNode()).as(answer.header("content-type")).isFalse();
    if (answer.header("content-type").contains("json")) {
      assertThat(file.faults(content.path("schema"), JSON.readTree(answer.text())))
          .as(answer.text())
          .isEmpty();
    }
    if (answer.status() >= 400 && content.has("examples")) {
      assertThat(names(content.path("examples"))).contains(kind(answer));
    }
  }

  @Test
  void everyStatusAndMediaTypeOfTheFileIsAnswered() {
    Set<String> described = new TreeSet<>();
    file.operations()
        .forEach(
            (operation, responses) ->
                responses
                    .properties()
                    .forEach(
                        response ->
                            names(file.resolve(response.getValue()).path("content"))
                                .forEach(
                                    type ->
                                        described.add(
                                            operation + " " + response.getKey() + " " + type))));
    Set<String> answered = new TreeSet<>();
    ANSWERS.forEach(
        (row, answer) ->
            answered.add(
                row.operation() + " " + answer.status() + " " + answer.header("content-type")));

    assertThat(answered).isEqualTo(described);
  }

  @Test
  void everyHeaderOfTheFileIsAnswered() {
    Set<String> described = new TreeSet<>();
    Set<String> answered = new TreeSet<>();
    ANSWERS.forEach(
        (row, answer) -> {
          String prefix = row.operation() + " " + answer.status() + " ";
          names(described(row).path("headers"))
              .forEach(name -> described.add(prefix + name.toLowerCase(Locale.ROOT)));
          answer.headers().keySet().forEach(name -> answered.add(prefix + name));
        });

    assertThat(answered).containsAll(described);
  }

  @Test
  void everyKindOfProblemOfTheFileIsAnswered() throws Exception {
    Set<String> described = new TreeSet<>();
    file.operations()
        .values()
        .forEach(
            responses ->
                responses.forEach(
                    response ->
                        described.addAll(
                            names(
                                file.resolve(response)
                                    .path("content")
                                    .path("application/problem+json")
                                    .path("examples")))));
    Set<String> answered = new TreeSet<>();
    for (RawClient.Response answer : ANSWERS.values()) {
      if ("application/problem+json".equals(answer.header("content-type"))) {
        answered.add(kind(answer));
      }
    }

    assertThat(answered).isEqualTo(described);
  }

  @Test
  void everyFieldOfTheFileIsAnswered() throws Exception {
    Set<String> answered = new TreeSet<>();
    for (Map.Entry<Row, RawClient.Response> entry : ANSWERS.entrySet()) {
      String type = entry.getValue().header("content-type");
      if (type.contains("json")) {
        JsonNode schema = described(entry.getKey()).path("content").path(type).path("schema");
        answered.addAll(file.seen(schema, JSON.readTree(entry.getValue().text())));
      }
    }

    assertThat(answered).containsAll(file.properties(OF_CLIENTS));
  }

  private static JsonNode described(Row row) {
    return file.resolve(
        file.operations().get(row.operation()).path(String.valueOf(ANSWERS.get(row).status())));
  }

  private static String kind(RawClient.Response answer) throws Exception {
    return JSON.readTree(answer.text()).path("type").asText().replace(URN, "");
  }

  /** Whatever their case: {@link RawClient.Response} has headers in lower case. */
  private static Set<String> names(JsonNode node) {
    Set<String> names = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
    node.fieldNames().forEachRemaining(names::add);
    return names;
  }
}
