package dev.retinagate.modeltools.onnx;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.WireFormat;
import dev.retinagate.config.FileNames;
import dev.retinagate.config.FileProblem;
import dev.retinagate.modeltools.ModelToolException;
import dev.retinagate.modeltools.onnx.OnnxModel.Input;
import dev.retinagate.modeltools.onnx.OnnxModel.Node;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads ONNX files. Source of the field numbers: onnx.proto (ONNX, IR version 3 to 10). The parts
 * that an import needs are few, so they are read field by field, with a bound on each number of
 * them: a small hostile file must not become a large model in memory.
 */
final class OnnxReader {

  /** Larger networks are not for a CPU; the file is held in memory. */
  static final int MAX_BYTES = 128 << 20;

  private static final int MAX_NODES = 4096;
  private static final int MAX_CONSTANTS = 8192;
  private static final int MAX_LIST = 4096;
  private static final int MAX_TEXT_BYTES = 1024;
  private static final String OWN_OPERATORS = "";

  private final OnnxTensorReader tensors;
  private final CodedInputStream in;
  private final List<Node> nodes = new ArrayList<>();
  private final Map<String, OnnxTensor> constants = new LinkedHashMap<>();
  private final List<Input> inputs = new ArrayList<>();
  private final List<String> outputs = new ArrayList<>();
  private long opset;
  private String producer = "";
  private boolean hasGraph;

  /** Reads the fields of a message, one at a time. */
  @FunctionalInterface
  interface Field {
    /**
     * Reads one field.
     *
     * @param tag the field's number and kind
     * @return whether it is one that is read
     */
    boolean read(int tag) throws IOException;
  }

  private OnnxReader(CodedInputStream in) {
    this.in = in;
    this.tensors = new OnnxTensorReader(in);
  }

  /**
   * Reads a file.
   *
   * @throws ModelToolException if it is no such file
   */
  static OnnxModel read(Path file) {
    String place = FileNames.text(file);
    try {
      long size = Files.size(file);
      if (size > MAX_BYTES) {
        throw new ModelToolException(
            place + ": expected at most " + MAX_BYTES + " bytes, found " + size);
      }
      return read(Files.readAllBytes(file));
    } catch (InvalidProtocolBufferException | IllegalArgumentException e) {
      throw new ModelToolException(place + " is no whole ONNX file: " + e.getMessage(), e);
    } catch (IOException e) {
      throw new ModelToolException("cannot read " + place + ": " + FileProblem.reason(e), e);
    }
  }

  private static OnnxModel read(byte[] bytes) throws IOException {
    CodedInputStream in = CodedInputStream.newInstance(bytes);
    in.enableAliasing(true);
    OnnxReader reader = new OnnxReader(in);
    eachField(in, reader::modelField);
    if (!reader.hasGraph || reader.opset == 0) {
      throw new IllegalArgumentException("it has no graph, or does not say its operators' version");
    }
    return new OnnxModel(
        reader.opset,
        reader.producer,
        reader.nodes,
        reader.constants,
        reader.inputs,
        reader.outputs);
  }

  /** Reads all fields to the end of the message. */
  static void eachField(CodedInputStream in, Field field) throws IOException {
    for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
      if (!field.read(tag)) {
        in.skipField(tag);
      }
    }
  }

  /** Reads a message inside a message. */
  static void message(CodedInputStream in, Field field) throws IOException {
    int outer = in.pushLimit(in.readRawVarint32());
    eachField(in, field);
    in.checkLastTagWas(0);
    in.popLimit(outer);
  }

  /** Reads a text, which may be a name of any characters; long ones are no names. */
  static String text(CodedInputStream in) throws IOException {
    String text = in.readBytes().toStringUtf8();
    if (text.length() > MAX_TEXT_BYTES) {
      throw new IllegalArgumentException(
          "a name of " + text.length() + " characters; expected at most " + MAX_TEXT_BYTES);
    }
    return text;
  }

  /** Refuses to grow a list beyond what any network has. */
  static void requireRoom(int size, int most, String what) {
    if (size >= most) {
      throw new IllegalArgumentException("more than " + most + " " + what);
    }
  }

  private boolean modelField(int tag) throws IOException {
    switch (WireFormat.getTagFieldNumber(tag)) {
      case 2 -> producer = text(in);
      case 7 -> {
        hasGraph = true;
        message(in, this::graphField);
      }
      case 8 -> operatorSet();
      default -> {
        return false;
      }
    }
    return true;
  }

  private void operatorSet() throws IOException {
    String[] domain = {OWN_OPERATORS};
    long[] version = {0};
    message(
        in,
        tag -> {
          switch (WireFormat.getTagFieldNumber(tag)) {
            case 1 -> domain[0] = text(in);
            case 2 -> version[0] = in.readInt64();
            default -> {
              return false;
            }
          }
          return true;
        });
    if (domain[0].equals(OWN_OPERATORS) || domain[0].equals("ai.onnx")) {
      opset = version[0];
    }
  }

  private boolean graphField(int tag) throws IOException {
    switch (WireFormat.getTagFieldNumber(tag)) {
      case 1 -> {
        requireRoom(nodes.size(), MAX_NODES, "nodes");
        nodes.add(new NodeReader().read());
      }
      case 5 -> {
        requireRoom(constants.size(), MAX_CONSTANTS, "constants");
        OnnxTensor tensor = tensors.read();
        constants.put(tensor.name(), tensor);
      }
      case 11 -> {
        requireRoom(inputs.size(), MAX_CONSTANTS, "inputs");
        inputs.add(new InputReader().read());
      }
      case 12 -> {
        requireRoom(outputs.size(), MAX_LIST, "outputs");
        outputs.add(new InputReader().read().name());
      }
      default -> {
        return false;
      }
    }
    return true;
  }

  /** A NodeProto. */
  private final class NodeReader {

    private final List<String> from = new ArrayList<>();
    private final List<String> to = new ArrayList<>();
    private final Map<String, Object> attributes = new LinkedHashMap<>();
    private String name = "";
    private String op = "";
    private String domain = OWN_OPERATORS;

    Node read() throws IOException {
      message(in, this::field);
      if (!domain.equals(OWN_OPERATORS) && !domain.equals("ai.onnx")) {
        op = domain + "::" + op;
      }
      return new Node(name, op, List.copyOf(from), List.copyOf(to), attributes);
    }

    private boolean field(int tag) throws IOException {
      switch (WireFormat.getTagFieldNumber(tag)) {
        case 1 -> {
          requireRoom(from.size(), MAX_LIST, "inputs of a node");
          from.add(text(in));
        }
        case 2 -> {
          requireRoom(to.size(), MAX_LIST, "outputs of a node");
          to.add(text(in));
        }
        case 3 -> name = text(in);
        case 4 -> op = text(in);
        case 5 -> {
          requireRoom(attributes.size(), MAX_LIST, "attributes of a node");
          tensors.attribute(attributes);
        }
        case 7 -> domain = text(in);
        default -> {
          return false;
        }
      }
      return true;
    }
  }

  /** A ValueInfoProto: its name, element type and shape. */
  private final class InputReader {

    private String name = "";
    private int elementType;
    private final List<Long> extents = new ArrayList<>();

    Input read() throws IOException {
      message(in, this::field);
      return new Input(name, elementType, List.copyOf(extents));
    }

    private boolean field(int tag) throws IOException {
      switch (WireFormat.getTagFieldNumber(tag)) {
        case 1 -> name = text(in);
        case 2 -> message(in, type -> only(type, 1, this::tensorField));
        default -> {
          return false;
        }
      }
      return true;
    }

    private boolean tensorField(int tag) throws IOException {
      switch (WireFormat.getTagFieldNumber(tag)) {
        case 1 -> elementType = in.readInt32();
        case 2 -> message(in, shape -> only(shape, 1, new Extent()));
        default -> {
          return false;
        }
      }
      return true;
    }

    private boolean only(int tag, int number, Field inner) throws IOException {
      if (WireFormat.getTagFieldNumber(tag) != number) {
        return false;
      }
      if (inner instanceof Extent) {
        requireRoom(extents.size(), MAX_LIST, "axes");
        extents.add(-1L);
      }
      message(in, inner);
      return true;
    }

    /** A Dimension, whose value replaces that of an open one. */
    private final class Extent implements Field {
      @Override
      public boolean read(int tag) throws IOException {
        if (WireFormat.getTagFieldNumber(tag) != 1) {
          return false;
        }
        extents.set(extents.size() - 1, in.readInt64());
        return true;
      }
    }
  }
}
