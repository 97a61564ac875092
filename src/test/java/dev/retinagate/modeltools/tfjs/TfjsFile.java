package dev.retinagate.modeltools.tfjs;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.function.Consumer;

/** A TensorFlow.js graph model of a few operators, as tfjs-converter lays it out. */
final class TfjsFile {

  static final String INPUT = "input_1";

  private static final String SHARD = "weights.bin";

  private final ObjectNode root = new ObjectMapper().createObjectNode();
  private final ArrayNode nodes;
  private final ArrayNode weights;
  private final ObjectNode outputs;
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

  /** A model with one input of this shape: (batch, channels, height, width). */
  TfjsFile(int... inputShape) {
    root.put("format", "graph-model");
    ArrayNode extents =
        root.withObject("/signature/inputs")
            .putObject(INPUT)
            .putObject("tensorShape")
            .putArray("dim");
    for (int extent : inputShape) {
      extents.addObject().put("size", Integer.toString(extent));
    }
    outputs = root.withObject("/signature").putObject("outputs");
    nodes = root.putObject("modelTopology").putArray("node");
    ObjectNode group = root.putArray("weightsManifest").addObject();
    group.putArray("paths").add(SHARD);
    weights = group.putArray("weights");
    operator("Placeholder", INPUT, List.of());
  }

  /** Adds an operator without attributes. */
  TfjsFile operator(String op, String name, List<String> inputs) {
    return operator(op, name, inputs, attributes -> {});
  }

  /** Adds an operator. */
  TfjsFile operator(
      String op, String name, List<String> inputs, Consumer<ObjectNode> setAttributes) {
    ObjectNode node = nodes.addObject().put("op", op).put("name", name);
    ArrayNode references = node.putArray("input");
    inputs.forEach(references::add);
    setAttributes.accept(node.putObject("attr"));
    return this;
  }

  /** Adds a constant of int32. */
  TfjsFile integers(String name, List<Integer> shape, int... values) {
    weight(name, shape).put("dtype", "int32");
    ByteBuffer data =
        ByteBuffer.allocate(values.length * Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    data.asIntBuffer().put(values);
    bytes.writeBytes(data.array());
    return this;
  }

  /** Adds a constant of float32 that is stored as float16, which must hold the values exactly. */
  TfjsFile halves(String name, List<Integer> shape, float... values) {
    weight(name, shape)
        .put("dtype", "float32")
        .putObject("quantization")
        .put("dtype", "float16")
        .put("original_dtype", "float32");
    ByteBuffer data =
        ByteBuffer.allocate(values.length * Short.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    for (float value : values) {
      data.putShort(half(value));
    }
    bytes.writeBytes(data.array());
    return this;
  }

  /** Names an output of the model. */
  TfjsFile output(String name) {
    outputs.putObject(name + ":0").put("name", name + ":0");
    return this;
  }

  /** Writes both files and returns the path of {@code model.json}. */
  Path write(Path folder) throws IOException {
    return write(folder, bytes.size());
  }

  /** As {@link #write(Path)}, but the weights end after so many bytes. */
  Path write(Path folder, int weightBytes) throws IOException {
    Files.write(folder.resolve(SHARD), Arrays.copyOf(bytes.toByteArray(), weightBytes));
    return Files.writeString(folder.resolve("model.json"), root.toString());
  }

  /** A string attribute, which the format keeps in base64. */
  static void text(ObjectNode attributes, String name, String value) {
    attributes
        .putObject(name)
        .put("s", Base64.getEncoder().encodeToString(value.getBytes(StandardCharsets.UTF_8)));
  }

  /** A list of integers, which the format keeps as strings. */
  static void integers(ObjectNode attributes, String name, int... values) {
    ArrayNode list = attributes.putObject(name).putObject("list").putArray("i");
    for (int value : values) {
      list.add(Integer.toString(value));
    }
  }

  private ObjectNode weight(String name, List<Integer> shape) {
    ObjectNode weight = weights.addObject().put("name", name);
    ArrayNode extents = weight.putArray("shape");
    shape.forEach(extents::add);
    return weight;
  }

  /** Binary32 to binary16, for zero and the values that both hold as normal numbers. */
  private static short half(float value) {
    int bits = Float.floatToIntBits(value);
    int magnitude = value == 0 ? 0 : (bits & 0x7fffffff) - ((127 - 15) << 23);
    if (magnitude < 0 || magnitude >> 13 >= 0x7c00 || (magnitude & 0x1fff) != 0) {
      throw new IllegalArgumentException(value + " is no normal float16");
    }
    return (short) (((bits >>> 16) & 0x8000) | (magnitude >> 13));
  }
}
