package dev.retinagate.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SpecVersion.VersionFlag;
import dev.retinagate.support.RawClient;
import dev.retinagate.support.TestNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The schemas of the file are schemas, its examples are of them, and the node serves them. */
class OpenApiFileTest {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String DIALECT = "https://json-schema.org/draft/2020-12/schema";

  private static OpenApiFile file;

  @BeforeAll
  static void load() throws Exception {
    file = OpenApiFile.load();
  }

  @Test
  void everySchemaIsOne() {
    JsonSchema meta =
        JsonSchemaFactory.getInstance(VersionFlag.V202012).getSchema(SchemaLocation.of(DIALECT));

    assertThat(file.document().at("/components/schemas"))
        .isNotEmpty()
        .allSatisfy(schema -> assertThat(meta.validate(schema)).isEmpty());
  }

  @Test
  void everyExampleOfABodyIsOfItsSchema() {
    List<JsonNode> bodies = new ArrayList<>();
    collectBodies(file.document(), bodies);

    assertThat(bodies).hasSizeGreaterThan(10);
    for (JsonNode body : bodies) {
      List<JsonNode> examples = new ArrayList<>();
      if (body.has("example")) {
        examples.add(body.path("example"));
      }
      body.path("examples").forEach(example -> examples.add(example.path("value")));
      for (JsonNode example : examples) {
        assertThat(file.faults(body.path("schema"), example)).as(example.toString()).isEmpty();
      }
    }
  }

  @Test
  void theNodeServesEverySchemaAloneAndAnAnswerIsOfIt() throws Exception {
    try (TestNode node = new TestNode(Map.of());
        RawClient client = node.client()) {
      for (Map.Entry<String, JsonNode> schema :
          file.document().at("/components/schemas").properties()) {
        RawClient.Response served =
            client.request("GET /schemas/" + schema.getKey() + ".json").response();
        assertThat(served.status()).as(schema.getKey()).isEqualTo(200);
        assertThat(served.header("content-type")).isEqualTo("application/json");
      }

      JsonSchema answer = served(client, "Answer");
      assertThat(
              answer.validate(JSON.readTree(client.post("/detect", "", "cat").response().text())))
          .isEmpty();
      assertThat(answer.validate(JSON.readTree("{\"requestId\": 5}"))).isNotEmpty();
      assertThat(client.request("GET /schemas/Nothing.json").response().status()).isEqualTo(404);
    }
  }

  @Test
  void theExampleOfTheWebhookIsOfItsServedSchema() throws Exception {
    JsonNode example =
        file.document()
            .at("/webhooks/alert/post/requestBody/content")
            .path("application/json")
            .path("example");
    try (TestNode node = new TestNode(Map.of());
        RawClient client = node.client()) {
      assertThat(example).isNotEmpty();
      assertThat(served(client, "Alert").validate(example)).isEmpty();
    }
  }

  private static JsonSchema served(RawClient client, String name) throws Exception {
    return JsonSchemaFactory.getInstance(VersionFlag.V202012)
        .getSchema(client.request("GET /schemas/" + name + ".json").response().text());
  }

  private static void collectBodies(JsonNode node, List<JsonNode> bodies) {
    node.properties()
        .forEach(
            field -> {
              if (field.getKey().equals("content")) {
                field.getValue().forEach(bodies::add);
              }
            });
    node.forEach(child -> collectBodies(child, bodies));
  }
}
