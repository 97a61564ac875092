package dev.retinagate.modeltools.tfjs;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.retinagate.config.FileNames;
import dev.retinagate.config.FileProblem;
import dev.retinagate.modeltools.ModelToolException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A TensorFlow.js graph model as read: operators by name, and the constants among them with their
 * values. Source of the format: tfjs-converter, {@code model.json} with {@code modelTopology} (a
 * GraphDef) and {@code weightsManifest}.
 */
final class TfjsGraph {

  /** One operator; inputs may end in {@code :N}, the N-th output of the operator named. */
  record Node(String op, String name, List<String> inputs, JsonNode attributes) {

    /** A string attribute, which the JSON carries in base64. */
    String text(String attribute) {
      String encoded = attributes.path(attribute).path("s").asText();
      return new String(Base64.getDecoder().decode(encoded), StandardCharsets.UTF_8);
    }

    /** A list of integers, such as strides. */
    int[] integers(String attribute) {
      JsonNode list = attributes.path(attribute).path("list").path("i");
      int[] values = new int[list.size()];
      for (int i = 0; i < values.length; i++) {
        values[i] = list.get(i).asInt();
      }
      return values;
    }
  }

  /** A constant: its shape, whether it is stored as fp16 (else int32), and its bytes. */
  record Constant(List<Integer> shape, boolean half, ByteBuffer data) {}

  private final Map<String, Node> nodes = new LinkedHashMap<>();
  private final Map<String, Constant> constants = new LinkedHashMap<>();
  private final JsonNode root;

  private TfjsGraph(JsonNode root) {
    this.root = root;
  }

  /** Reads a {@code model.json} and the weight files beside it that it names. */
  static TfjsGraph read(Path modelJson) {
    try {
      JsonNode root = new ObjectMapper().readTree(Files.readAllBytes(modelJson));
      if (!root.path("format").asText().equals("graph-model")) {
        throw new ModelToolException(
            modelJson
                + " is no TensorFlow.js graph model: its format is '"
                + root.path("format").asText()
                + "'");
      }
      TfjsGraph graph = new TfjsGraph(root);
      for (JsonNode node : root.path("modelTopology").path("node")) {
        List<String> inputs = new ArrayList<>();
        node.path("input").forEach(input -> inputs.add(input.asText()));
        String name = node.path("name").asText();
        graph.nodes.put(name, new Node(node.path("op").asText(), name, inputs, node.path("attr")));
      }
      for (JsonNode group : root.path("weightsManifest")) {
        graph.readWeights(modelJson, group);
      }
      return graph;
    } catch (JsonProcessingException e) {
      throw new ModelToolException(FileNames.text(modelJson) + " is no JSON", e);
    } catch (IOException e) {
      throw new ModelToolException(
          "cannot read "
              + FileNames.text(modelJson)
              + ", or weights beside it: "
              + FileProblem.tell(e),
          e);
    }
  }

  private void readWeights(Path modelJson, JsonNode group) throws IOException {
    ByteArrayOutputStream shards = new ByteArrayOutputStream();
    for (JsonNode path : group.path("paths")) {
      shards.write(Files.readAllBytes(modelJson.resolveSibling(path.asText())));
    }
    ByteBuffer bytes = ByteBuffer.wrap(shards.toByteArray());
    for (JsonNode weight : group.path("weights")) {
      String name = weight.path("name").asText();
      List<Integer> shape = new ArrayList<>();
      weight.path("shape").forEach(extent -> shape.add(extent.asInt()));
      boolean half = weight.path("quantization").path("dtype").asText().equals("float16");
      if (!half && !weight.path("dtype").asText().equals("int32")) {
        throw new ModelToolException(
            "weight " + name + ": expected float16 or int32, found " + weight);
      }
      int length =
          shape.stream().reduce(1, Math::multiplyExact) * (half ? Short.BYTES : Integer.BYTES);
      if (length > bytes.remaining()) {
        throw new ModelToolException(
            "weight " + name + ": expected " + length + " bytes, found " + bytes.remaining());
      }
      constants.put(name, new Constant(shape, half, bytes.slice(bytes.position(), length)));
      bytes.position(bytes.position() + length);
    }
  }

  /** The operator of this name, whichever of its outputs is meant. */
  Node node(String reference) {
    String name = name(reference);
    Node node = nodes.get(name);
    if (node == null) {
      throw new ModelToolException("the graph has no operator called " + name);
    }
    return node;
  }

  /** The constant that an operator has as its input of this number. */
  Constant constant(Node consumer, int input) {
    if (input >= consumer.inputs().size()) {
      throw new ModelToolException(consumer.name() + ": has no input " + input);
    }
    String reference = consumer.inputs().get(input);
    Constant constant = constants.get(name(reference));
    if (constant == null) {
      throw new ModelToolException(
          consumer.name() + ": the graph has no constant called " + reference);
    }
    return constant;
  }

  /** The values of the int32 constant that an operator has as its input of this number. */
  int[] integers(Node consumer, int input) {
    Constant constant = constant(consumer, input);
    if (constant.half()) {
      throw new ModelToolException(
          consumer.name() + ": expected int32 in " + consumer.inputs().get(input));
    }
    int[] values = new int[constant.data().remaining() / Integer.BYTES];
    constant.data().duplicate().order(ByteOrder.LITTLE_ENDIAN).asIntBuffer().get(values);
    return values;
  }

  /** Whether this name is a constant's. */
  boolean isConstant(String reference) {
    return constants.containsKey(name(reference));
  }

  /** Names of the model's outputs, in order of their names. */
  List<String> outputs() {
    List<String> names = new ArrayList<>();
    root.path("signature").path("outputs").fieldNames().forEachRemaining(names::add);
    return names.stream().map(TfjsGraph::name).sorted().toList();
  }

  /** Extents of the model's one input. */
  List<Integer> inputShape() {
    List<Integer> shape = new ArrayList<>();
    JsonNode inputs = root.path("signature").path("inputs");
    inputs
        .elements()
        .next()
        .path("tensorShape")
        .path("dim")
        .forEach(extent -> shape.add(extent.path("size").asInt()));
    return shape;
  }

  /** What the file says it was generated from: the project that trained the network. */
  String generatedBy() {
    return root.path("generatedBy").asText();
  }

  private static String name(String reference) {
    int colon = reference.indexOf(':');
    return colon < 0 ? reference : reference.substring(0, colon);
  }

  /** Which output of its operator a reference means. */
  static int outputIndex(String reference) {
    int colon = reference.indexOf(':');
    return colon < 0 ? 0 : Integer.parseInt(reference.substring(colon + 1));
  }
}
