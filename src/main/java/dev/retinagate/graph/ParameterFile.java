package dev.retinagate.graph;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.Channels;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * MXNet's {@code .params} file (NDArray list, format V2/V3), all little-endian:
 *
 * <pre>
 * u64 0x112, u64 0, u64 count, then a tensor each:
 *   u32 0xF993FAC9, i32 storage 0, u32 dimensions, i64 extent each, i32 device type 1, i32 device 0,
 *   i32 element type, data
 * u64 count, then a name each: u64 length, bytes ("arg:" + name)
 * </pre>
 */
public final class ParameterFile {

  private static final long LIST_MAGIC = 0x112;
  private static final int ARRAY_MAGIC = 0xF993FAC9;
  private static final int CPU = 1;
  private static final String ARGUMENT = "arg:";
  private static final int MAX_DIMENSIONS = 8;

  private ParameterFile() {}

  /** Writes the tensors in the map's order. */
  public static void write(Map<String, Tensor> parameters, OutputStream out) throws IOException {
    WritableByteChannel channel = Channels.newChannel(out);
    ByteBuffer header = little(3 * Long.BYTES);
    header.putLong(LIST_MAGIC).putLong(0).putLong(parameters.size());
    channel.write(header.flip());
    for (Tensor tensor : parameters.values()) {
      channel.write(arrayHeader(tensor).flip());
      channel.write(tensor.data().duplicate());
    }
    channel.write(little(Long.BYTES).putLong(parameters.size()).flip());
    for (String name : parameters.keySet()) {
      byte[] bytes = (ARGUMENT + name).getBytes(StandardCharsets.UTF_8);
      channel.write(little(Long.BYTES + bytes.length).putLong(bytes.length).put(bytes).flip());
    }
  }

  private static ByteBuffer arrayHeader(Tensor tensor) {
    ByteBuffer header = little(6 * Integer.BYTES + tensor.shape().size() * Long.BYTES);
    header.putInt(ARRAY_MAGIC).putInt(0).putInt(tensor.shape().size());
    tensor.shape().forEach(header::putLong);
    return header.putInt(CPU).putInt(0).putInt(tensor.type().code());
  }

  /**
   * Reads a whole file; the tensors share the buffer's memory.
   *
   * @return the tensors by name, in the file's order
   * @throws IOException if the bytes are not such a file, or end early
   */
  public static Map<String, Tensor> read(ByteBuffer file) throws IOException {
    ByteBuffer in = file.slice().order(ByteOrder.LITTLE_ENDIAN);
    try {
      expect(in.getLong() == LIST_MAGIC, "it does not start as an MXNet parameter file");
      in.getLong();
      int count = Math.toIntExact(in.getLong());
      List<Tensor> tensors = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        tensors.add(readTensor(in));
      }
      expect(in.getLong() == count, "it names another number of tensors than it holds");
      Map<String, Tensor> parameters = new LinkedHashMap<>();
      for (Tensor tensor : tensors) {
        byte[] name = new byte[Math.toIntExact(in.getLong())];
        in.get(name);
        parameters.put(
            new String(name, StandardCharsets.UTF_8).substring(ARGUMENT.length()), tensor);
      }
      return parameters;
    } catch (BufferUnderflowException | IllegalArgumentException | ArithmeticException e) {
      throw new IOException("the parameter file is cut short or damaged", e);
    }
  }

  private static Tensor readTensor(ByteBuffer in) throws IOException {
    expect(in.getInt() == ARRAY_MAGIC, "a tensor in it does not start as one");
    expect(in.getInt() == 0, "a tensor in it is not dense");
    int dimensions = in.getInt();
    expect(dimensions >= 0 && dimensions <= MAX_DIMENSIONS, "a tensor in it has a damaged shape");
    List<Integer> shape = new ArrayList<>();
    long elements = 1;
    for (int i = 0; i < dimensions; i++) {
      shape.add(Math.toIntExact(in.getLong()));
      elements = Math.multiplyExact(elements, shape.get(i));
    }
    in.getInt();
    in.getInt();
    Tensor.Type type = type(in.getInt());
    int bytes = Math.toIntExact(elements * type.bytes());
    ByteBuffer data = in.slice(in.position(), Math.min(bytes, in.remaining()));
    in.position(in.position() + data.remaining());
    return new Tensor(shape, type, data);
  }

  private static Tensor.Type type(int code) throws IOException {
    for (Tensor.Type type : Tensor.Type.values()) {
      if (type.code() == code) {
        return type;
      }
    }
    throw new IOException("element type " + code + " is neither fp32 nor fp16");
  }

  private static void expect(boolean condition, String otherwise) throws IOException {
    if (!condition) {
      throw new IOException(otherwise);
    }
  }

  private static ByteBuffer little(int capacity) {
    return ByteBuffer.allocate(capacity).order(ByteOrder.LITTLE_ENDIAN);
  }
}
