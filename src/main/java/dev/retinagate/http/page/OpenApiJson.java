package dev.retinagate.http.page;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/**
 * An OpenAPI document in JSON, and each of its schemas as a JSON Schema that needs no other file.
 * The YAML is their one source: they cannot say something else than it does. Pure.
 */
final class OpenApiJson {

  private static final String DIALECT = "https://json-schema.org/draft/2020-12/schema";
  private static final String IN_OPENAPI = "#/components/schemas/";
  private static final String IN_SCHEMA = "#/$defs/";

  private final Map<?, ?> document;

  /**
   * Reads a document.
   *
   * @param yaml the document, version 3.1, in YAML
   */
  OpenApiJson(String yaml) {
    document = new Yaml(new SafeConstructor(new LoaderOptions())).load(yaml);
  }

  /** The whole document, its parts in the order of the YAML. */
  Buffer whole() {
    return Json.encodeToBuffer(document);
  }

  /**
   * JSON Schemas by name. A schema has all the others as definitions, whether it uses them or not.
   */
  Map<String, Buffer> schemas() {
    Map<?, ?> schemas = (Map<?, ?>) ((Map<?, ?>) document.get("components")).get("schemas");
    Object definitions = relocated(schemas);
    Map<String, Buffer> files = new HashMap<>();
    for (Object name : schemas.keySet()) {
      files.put(
          (String) name,
          new JsonObject()
              .put("$schema", DIALECT)
              .put("title", name)
              .put("$ref", IN_SCHEMA + name)
              .put("$defs", definitions)
              .toBuffer());
    }
    return files;
  }

  private static Object relocated(Object node) {
    if (node instanceof Map<?, ?> map) {
      JsonObject copy = new JsonObject();
      map.forEach((key, value) -> copy.put((String) key, relocated(value)));
      return copy;
    } else if (node instanceof List<?> list) {
      JsonArray copy = new JsonArray();
      list.forEach(value -> copy.add(relocated(value)));
      return copy;
    } else if (node instanceof String text && text.startsWith(IN_OPENAPI)) {
      return IN_SCHEMA + text.substring(IN_OPENAPI.length());
    }
    return node;
  }
}
