package dev.retinagate.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.retinagate.support.RawClient;
import dev.retinagate.support.TestNode;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** The OpenAPI file is whole, and the reference for reading tells everything that it tells. */
class OpenApiTest {

  private static final Pattern PROBLEM_ROW = Pattern.compile("id=\"problem-(\\d+)\"");

  private static final Pattern LIMIT = Pattern.compile("data-limit=\"(\\w+)\"");

  private static Map<String, Object> openApi;
  private static String docs;

  @BeforeAll
  static void read() throws IOException {
    openApi = new Yaml(new SafeConstructor(new LoaderOptions())).load(resource("web/openapi.yaml"));
    docs = resource("web/docs.html");
  }

  @Test
  void describesTheEndpointsOfTheContract() {
    assertThat(map(openApi, "paths"))
        .containsOnlyKeys(
            "/detect",
            "/",
            "/v1/vision/detection",
            "/v1/vision/custom/{model}",
            "/v1/vision/custom/list",
            "/v1/status/ping",
            "/v1/status/updateavailable",
            "/models",
            "/health");
  }

  @Test
  void resolvesEveryReference() {
    List<String> references = new ArrayList<>();
    collect(openApi, "$ref", references);

    assertThat(references).isNotEmpty().allSatisfy(ref -> assertThat(resolve(ref)).isNotNull());
  }

  @Test
  void docsNameEveryPathWithItsMethod() {
    forEachOperation(
        (path, method, operation) ->
            assertThat(docs)
                .contains(
                    "<span class=\"verb\">"
                        + method.toUpperCase(Locale.ROOT)
                        + "</span> <code>"
                        + path
                        + "</code>"));
  }

  @Test
  void docsNameEveryParameter() {
    forEachOperation(
        (path, method, operation) ->
            resolved(list(operation, "parameters"))
                .forEach(
                    parameter ->
                        assertThat(docs)
                            .contains("<th scope=\"row\"><code>" + parameter.get("name"))));
  }

  @Test
  void docsNameEveryMediaTypeOfARequest() {
    assertThat(map(openApi, "paths", "/detect", "post", "requestBody", "content").keySet())
        .isNotEmpty()
        .allSatisfy(type -> assertThat(docs).contains("<code>" + type + "</code>"));
  }

  @Test
  void docsNameEveryStatusOfError() {
    Set<String> errors = new LinkedHashSet<>();
    forEachOperation(
        (path, method, operation) -> errors.addAll(map(operation, "responses").keySet()));
    errors.remove("200");

    assertThat(errors)
        .contains("400", "405", "408", "413", "414", "415", "422", "431", "500", "503", "504")
        .allSatisfy(
            status ->
                assertThat(docs)
                    .contains("id=\"problem-" + status + "\"><th scope=\"row\">" + status));
  }

  @Test
  void docsNameNoStatusThatTheFileDoesNotHave() {
    // At a path that is not there: of no operation.
    Set<String> statuses = new LinkedHashSet<>(Set.of("404"));
    forEachOperation(
        (path, method, operation) -> statuses.addAll(map(operation, "responses").keySet()));

    assertThat(PROBLEM_ROW.matcher(docs).results().map(row -> row.group(1)))
        .isNotEmpty()
        .isSubsetOf(statuses);
  }

  @Test
  void docsNameEveryHeaderOfAResponse() {
    assertThat(map(openApi, "components", "headers").keySet())
        .containsExactlyInAnyOrder(
            "X-Request-Id",
            "X-Detections",
            "X-Assessment",
            "X-Annotated-Scale",
            "Retry-After",
            "WWW-Authenticate",
            "Allow")
        .allSatisfy(
            header -> assertThat(docs).contains("<th scope=\"row\"><code>" + header + "</code>"));
  }

  @Test
  void docsShowEveryPropertyOfAnAnswerAndOfAProblem() {
    for (String schema :
        List.of(
            "Answer", "Image", "Detection", "Box", "Assessment", "Intruder", "Timing", "Problem")) {
      assertThat(map(openApi, "components", "schemas", schema, "properties").keySet())
          .as(schema)
          .isNotEmpty()
          .allSatisfy(property -> assertThat(docs).contains("\"" + property + "\": "));
    }
    assertThat(map(openApi, "components", "schemas", "Model", "properties").keySet())
        .isNotEmpty()
        .allSatisfy(property -> assertThat(docs).contains("<code>" + property + "</code>"));
    assertThat(LIMIT.matcher(docs).results().map(limit -> limit.group(1)).distinct())
        .containsExactlyInAnyOrderElementsOf(properties("Limits"));
  }

  @Test
  void describesEveryMemberOfTheHealthReportAndOfTheModels() throws Exception {
    try (TestNode node = new TestNode(Map.of());
        RawClient client = node.client()) {
      JsonObject health = new JsonObject(client.request("GET /health").response().text());
      JsonObject models = new JsonObject(client.request("GET /models").response().text());

      assertDescribed(health, "Health");
      assertDescribed(models, "Models");
      assertDescribed(models.getJsonArray("models").getJsonObject(0), "Model");
      assertDescribed(models.getJsonObject("limits"), "Limits");
      for (String part : List.of("workers", "admission")) {
        assertThat(health.getJsonObject(part).fieldNames())
            .containsExactlyInAnyOrderElementsOf(
                map(openApi, "components", "schemas", "Health", "properties", part, "properties")
                    .keySet());
      }
    }
  }

  private static void assertDescribed(JsonObject answer, String schema) {
    assertThat(answer.fieldNames()).containsExactlyInAnyOrderElementsOf(properties(schema));
    assertThat(list(map(openApi, "components", "schemas", schema), "required"))
        .containsExactlyInAnyOrderElementsOf(answer.fieldNames());
  }

  private static Set<String> properties(String schema) {
    return map(openApi, "components", "schemas", schema, "properties").keySet();
  }

  private interface OperationConsumer {
    void accept(String path, String method, Map<String, Object> operation);
  }

  private static void forEachOperation(OperationConsumer consumer) {
    map(openApi, "paths")
        .forEach(
            (path, item) ->
                asMap(item)
                    .forEach(
                        (method, operation) -> consumer.accept(path, method, asMap(operation))));
  }

  private static List<Map<String, Object>> resolved(List<Object> items) {
    return Stream.ofNullable(items)
        .flatMap(List::stream)
        .map(OpenApiTest::asMap)
        .map(item -> item.get("$ref") instanceof String ref ? asMap(resolve(ref)) : item)
        .toList();
  }

  /** What {@code #/a/b} points to, or null. */
  private static Object resolve(String reference) {
    Object node = openApi;
    for (String key : reference.substring("#/".length()).split("/", -1)) {
      node = node == null ? null : asMap(node).get(key);
    }
    return node;
  }

  private static void collect(Object node, String key, List<String> found) {
    if (node instanceof Map<?, ?> map) {
      if (map.get(key) instanceof String value) {
        found.add(value);
      }
      map.values().forEach(child -> collect(child, key, found));
    } else if (node instanceof List<?> items) {
      items.forEach(child -> collect(child, key, found));
    }
  }

  private static Map<String, Object> map(Map<String, Object> root, String... keys) {
    Map<String, Object> node = root;
    for (String key : keys) {
      node = asMap(node.get(key));
    }
    return node;
  }

  @SuppressWarnings("unchecked") // YAML mappings of this file have string keys.
  private static Map<String, Object> asMap(Object node) {
    return (Map<String, Object>) node;
  }

  @SuppressWarnings("unchecked")
  private static List<Object> list(Map<String, Object> node, String key) {
    return (List<Object>) node.get(key);
  }

  private static String resource(String path) throws IOException {
    try (InputStream in = OpenApiTest.class.getClassLoader().getResourceAsStream(path)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
