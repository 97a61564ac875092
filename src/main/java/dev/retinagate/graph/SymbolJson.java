package dev.retinagate.graph;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.retinagate.graph.Symbol.Node;
import dev.retinagate.graph.Symbol.Value;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes and reads a {@link Symbol} in MXNet 1.x's JSON: {@code nodes}, {@code arg_nodes}, {@code
 * node_row_ptr}, {@code heads}, {@code attrs}. Equal symbols give equal bytes.
 */
public final class SymbolJson {

  private static final ObjectMapper JSON = new ObjectMapper();

  /** The version that the 1.9 library accepts; the 1.9.1 build still calls itself 1.9.0. */
  private static final int MXNET_VERSION = 10900;

  private SymbolJson() {}

  /** The symbol as JSON text, one node a line. */
  public static String write(Symbol symbol) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(text)) {
      json.writeStartObject();
      json.writeArrayFieldStart("nodes");
      for (Node node : symbol.nodes()) {
        json.writeRaw('\n');
        writeNode(json, node);
      }
      json.writeEndArray();
      writeIntegers(json, "arg_nodes", variableIndices(symbol));
      // Every operator used here has one output, so row i starts at i.
      writeIntegers(json, "node_row_ptr", range(symbol.nodes().size() + 1));
      json.writeArrayFieldStart("heads");
      for (Value head : symbol.heads()) {
        writeValue(json, head);
      }
      json.writeEndArray();
      json.writeObjectFieldStart("attrs");
      json.writeArrayFieldStart("mxnet_version");
      json.writeString("int");
      json.writeNumber(MXNET_VERSION);
      json.writeEndArray();
      json.writeEndObject();
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.append('\n').toString();
  }

  /**
   * Reads a symbol from JSON text.
   *
   * @throws IllegalArgumentException if it is not such JSON, or a node reads a later node
   */
  public static Symbol read(String json) {
    JsonNode root;
    try {
      root = JSON.readTree(json);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("the symbol is no JSON: " + e.getOriginalMessage(), e);
    }
    List<Node> nodes = new ArrayList<>();
    for (JsonNode node : root.path("nodes")) {
      Map<String, String> attributes = new LinkedHashMap<>();
      node.path("attrs")
          .fields()
          .forEachRemaining(field -> attributes.put(field.getKey(), field.getValue().asText()));
      nodes.add(
          new Node(
              node.path("op").asText(),
              node.path("name").asText(),
              attributes,
              readValues(node.path("inputs"), nodes.size())));
    }
    List<Value> heads = readValues(root.path("heads"), nodes.size());
    if (heads.isEmpty()) {
      throw new IllegalArgumentException("the symbol has no output");
    }
    return new Symbol(nodes, heads);
  }

  private static List<Value> readValues(JsonNode values, int known) {
    List<Value> read = new ArrayList<>();
    for (JsonNode value : values) {
      int node = value.path(0).asInt(-1);
      if (node < 0 || node >= known) {
        throw new IllegalArgumentException("the symbol refers to node " + value.path(0));
      }
      read.add(new Value(node, value.path(1).asInt()));
    }
    return read;
  }

  private static void writeNode(JsonGenerator json, Node node) throws IOException {
    json.writeStartObject();
    json.writeStringField("op", node.op());
    json.writeStringField("name", node.name());
    if (!node.attributes().isEmpty()) {
      json.writeObjectFieldStart("attrs");
      for (Map.Entry<String, String> attribute : node.attributes().entrySet()) {
        json.writeStringField(attribute.getKey(), attribute.getValue());
      }
      json.writeEndObject();
    }
    json.writeArrayFieldStart("inputs");
    for (Value input : node.inputs()) {
      writeValue(json, input);
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private static void writeValue(JsonGenerator json, Value value) throws IOException {
    json.writeStartArray();
    json.writeNumber(value.node());
    json.writeNumber(value.output());
    json.writeNumber(0);
    json.writeEndArray();
  }

  private static void writeIntegers(JsonGenerator json, String field, List<Integer> values)
      throws IOException {
    json.writeArrayFieldStart(field);
    for (int value : values) {
      json.writeNumber(value);
    }
    json.writeEndArray();
  }

  private static List<Integer> variableIndices(Symbol symbol) {
    return range(symbol.nodes().size()).stream()
        .filter(i -> symbol.nodes().get(i).op().equals(Symbol.VARIABLE))
        .toList();
  }

  private static List<Integer> range(int end) {
    return java.util.stream.IntStream.range(0, end).boxed().toList();
  }
}
