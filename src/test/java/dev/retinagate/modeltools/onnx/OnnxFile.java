package dev.retinagate.modeltools.onnx;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** An ONNX file of a few operators, as an exporter lays it out, or broken on purpose. */
final class OnnxFile {

  static final String INPUT = "images";

  private final Message graph = new Message();
  private long opset = 11;
  private int names;

  /** A protobuf message that grows field by field. */
  static final class Message {

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final CodedOutputStream out = CodedOutputStream.newInstance(bytes);

    private interface Write {
      void to(CodedOutputStream out) throws IOException;
    }

    private Message write(Write write) {
      try {
        write.to(out);
        return this;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    Message number(int field, long value) {
      return write(to -> to.writeInt64(field, value));
    }

    Message real(int field, float value) {
      return write(to -> to.writeFloat(field, value));
    }

    Message text(int field, String value) {
      return write(to -> to.writeString(field, value));
    }

    Message bytes(int field, byte[] value) {
      return write(to -> to.writeByteArray(field, value));
    }

    Message message(int field, Message value) {
      return write(to -> to.writeBytes(field, ByteString.copyFrom(value.toBytes())));
    }

    byte[] toBytes() {
      write(CodedOutputStream::flush);
      return bytes.toByteArray();
    }
  }

  /** A file with one input of float. */
  OnnxFile(long... inputShape) {
    graph.message(11, value(INPUT, 1, inputShape));
  }

  static Message value(String name, int type, long... shape) {
    Message extents = new Message();
    for (long extent : shape) {
      Message dimension = new Message();
      extents.message(1, extent < 0 ? dimension.text(2, "N") : dimension.number(1, extent));
    }
    Message tensor = new Message().number(1, type).message(2, extents);
    return new Message().text(1, name).message(2, new Message().message(1, tensor));
  }

  OnnxFile opset(long version) {
    opset = version;
    return this;
  }

  OnnxFile output(String name) {
    graph.message(12, value(name, 1));
    return this;
  }

  /** A constant of float. */
  String floats(List<Integer> shape, float... values) {
    ByteBuffer data = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
    data.asFloatBuffer().put(values);
    String name = "c" + names++;
    graph.message(
        5, tensor(name, 1, shape.stream().mapToLong(i -> i).toArray()).bytes(9, data.array()));
    return name;
  }

  /** A constant list of int64. */
  String integers(long... values) {
    ByteBuffer data = ByteBuffer.allocate(8 * values.length).order(ByteOrder.LITTLE_ENDIAN);
    data.asLongBuffer().put(values);
    String name = "c" + names++;
    graph.message(5, tensor(name, 7, values.length).bytes(9, data.array()));
    return name;
  }

  static Message tensor(String name, int type, long... shape) {
    Message tensor = new Message();
    for (long extent : shape) {
      tensor.number(1, extent);
    }
    return tensor.number(2, type).text(8, name);
  }

  /** Adds a message to the graph as it is. */
  OnnxFile graph(int field, Message message) {
    graph.message(field, message);
    return this;
  }

  /** An operator with one output, whose name is the answer. */
  String node(String op, List<String> inputs, Message... attributes) {
    return nodes(op, inputs, 1, attributes).get(0);
  }

  /** An operator with several outputs. */
  List<String> nodes(String op, List<String> inputs, int outputs, Message... attributes) {
    Message node = new Message();
    inputs.forEach(input -> node.text(1, input));
    List<String> made =
        java.util.stream.IntStream.range(0, outputs).mapToObj(i -> "v" + names++).toList();
    made.forEach(output -> node.text(2, output));
    node.text(3, op + "_" + names).text(4, op);
    for (Message attribute : attributes) {
      node.message(5, attribute);
    }
    graph.message(1, node);
    return made;
  }

  static Message integer(String name, long value) {
    return new Message().text(1, name).number(3, value).number(20, 2);
  }

  static Message integers(String name, long... values) {
    Message attribute = new Message().text(1, name);
    for (long value : values) {
      attribute.number(8, value);
    }
    return attribute.number(20, 7);
  }

  static Message real(String name, float value) {
    return new Message().text(1, name).real(2, value).number(20, 1);
  }

  static Message word(String name, String value) {
    return new Message().text(1, name).text(4, value).number(20, 3);
  }

  byte[] toBytes() {
    return new Message()
        .number(1, 6)
        .text(2, "test")
        .message(7, graph)
        .message(8, new Message().text(1, "").number(2, opset))
        .toBytes();
  }

  Path write(Path folder) throws IOException {
    return Files.write(folder.resolve("model.onnx"), toBytes());
  }
}
