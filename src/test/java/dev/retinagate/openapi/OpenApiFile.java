package dev.retinagate.openapi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion.VersionFlag;
import com.networknt.schema.ValidationMessage;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/**
 * {@code openapi.yaml}, with every object closed: a field that the file does not have is a fault
 * here, though a client has to bear it.
 */
final class OpenApiFile {

  private static final Set<String> METHODS = Set.of("get", "put", "post", "delete", "patch");
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final JsonSchemaFactory SCHEMAS =
      JsonSchemaFactory.getInstance(VersionFlag.V202012);
  private static final SchemaValidatorsConfig CONFIG =
      SchemaValidatorsConfig.builder().formatAssertionsEnabled(true).build();

  private final JsonNode document;

  private OpenApiFile(JsonNode document) {
    this.document = document;
    close(document);
  }

  /** Reads the file that the node serves. */
  static OpenApiFile load() throws IOException {
    try (InputStream in =
        OpenApiFile.class.getClassLoader().getResourceAsStream("web/openapi.yaml")) {
      Object tree = new Yaml(new SafeConstructor(new LoaderOptions())).load(in);
      // A copy: what YAML anchors share would be closed several times.
      return new OpenApiFile(JSON.readTree(JSON.writeValueAsBytes(tree)));
    }
  }

  private static void close(JsonNode node) {
    if (node instanceof ObjectNode schema
        && schema.path("type").asText().equals("object")
        && schema.has("properties")
        && !schema.has("additionalProperties")) {
      schema.put("unevaluatedProperties", false);
    }
    node.forEach(OpenApiFile::close);
  }

  JsonNode document() {
    return document;
  }

  /** Every operation, {@code POST /detect}, with what it may answer by status. */
  Map<String, JsonNode> operations() {
    Map<String, JsonNode> operations = new TreeMap<>();
    document
        .path("paths")
        .properties()
        .forEach(
            path ->
                path.getValue()
                    .properties()
                    .forEach(
                        item -> {
                          if (METHODS.contains(item.getKey())) {
                            operations.put(
                                item.getKey().toUpperCase(Locale.ROOT) + " " + path.getKey(),
                                item.getValue().path("responses"));
                          }
                        }));
    return operations;
  }

  /** What a reference points to; any other node is itself. */
  JsonNode resolve(JsonNode node) {
    return node.has("$ref") ? resolve(document.at(node.path("$ref").asText().substring(1))) : node;
  }

  /** What is wrong with a JSON text, by a schema of the file. */
  List<String> faults(JsonNode schema, JsonNode instance) {
    ObjectNode root = JSON.createObjectNode();
    root.set("components", document.path("components"));
    root.putArray("allOf").add(schema);
    JsonSchema compiled = SCHEMAS.getSchema(root, CONFIG);
    return compiled.validate(instance).stream().map(ValidationMessage::getMessage).toList();
  }

  /** The names of all properties of the schemas, {@code Answer.timing}, but of the given ones. */
  Set<String> properties(Set<String> without) {
    Set<String> names = new TreeSet<>();
    document
        .at("/components/schemas")
        .properties()
        .forEach(
            schema -> {
              if (!without.contains(schema.getKey())) {
                collect(schema.getKey(), schema.getValue(), names);
              }
            });
    return names;
  }

  private static void collect(String name, JsonNode schema, Set<String> names) {
    schema
        .path("properties")
        .properties()
        .forEach(
            property -> {
              names.add(name + "." + property.getKey());
              collect(name + "." + property.getKey(), property.getValue(), names);
            });
    if (schema.has("items")) {
      collect(name, schema.path("items"), names);
    }
  }

  /** The names of the properties that an instance has, as {@link #properties} names them. */
  Set<String> seen(JsonNode schema, JsonNode instance) {
    Set<String> seen = new TreeSet<>();
    see("", schema, instance, seen);
    return seen;
  }

  private void see(String name, JsonNode schema, JsonNode instance, Set<String> seen) {
    if (schema.has("$ref")) {
      String ref = schema.path("$ref").asText();
      see(ref.substring(ref.lastIndexOf('/') + 1), resolve(schema), instance, seen);
      return;
    }
    List<JsonNode> branches = new ArrayList<>();
    for (String combination : List.of("oneOf", "anyOf", "allOf")) {
      schema.path(combination).forEach(branches::add);
    }
    branches.stream()
        .filter(branch -> faults(branch, instance).isEmpty())
        .forEach(branch -> see(name, branch, instance, seen));
    instance
        .properties()
        .forEach(
            field -> {
              JsonNode property = schema.path("properties").path(field.getKey());
              if (!property.isMissingNode()) {
                seen.add(name + "." + field.getKey());
                see(name + "." + field.getKey(), property, field.getValue(), seen);
              }
            });
    if (instance.isArray()) {
      instance.forEach(item -> see(name, schema.path("items"), item, seen));
    }
  }
}
