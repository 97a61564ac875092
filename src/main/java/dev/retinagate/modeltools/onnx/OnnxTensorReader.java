package dev.retinagate.modeltools.onnx;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.WireFormat;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Reads an ONNX file's constants and the attributes of its nodes. */
final class OnnxTensorReader {

  private static final int MAX_AXES = 8;
  private static final int MAX_NUMBERS = 4096;
  private static final int EXTERNAL = 1;

  private final CodedInputStream in;

  OnnxTensorReader(CodedInputStream in) {
    this.in = in;
  }

  /** A TensorProto. */
  OnnxTensor read() throws IOException {
    return new Reading().read();
  }

  private final class Reading {
    private String name = "";
    private final List<Long> extents = new ArrayList<>();
    private final List<Long> numbers = new ArrayList<>();
    private ByteBuffer data = ByteBuffer.allocate(0);
    private int type;
    private boolean external;

    OnnxTensor read() throws IOException {
      OnnxReader.message(in, this::field);
      if (!numbers.isEmpty()) {
        boolean isLong = type == OnnxTensor.INT64;
        data =
            ByteBuffer.allocate(numbers.size() * (isLong ? Long.BYTES : Integer.BYTES))
                .order(ByteOrder.LITTLE_ENDIAN);
        for (long number : numbers) {
          if (isLong) {
            data.putLong(number);
          } else {
            data.putInt((int) number);
          }
        }
        data.flip();
      }
      return new OnnxTensor(name, List.copyOf(extents), type, data, external);
    }

    private boolean field(int tag) throws IOException {
      switch (WireFormat.getTagFieldNumber(tag)) {
        case 1 -> {
          integers(tag, extents, MAX_AXES, "axes");
        }
        case 2 -> type = in.readInt32();
        // A packed list of floats has the same bytes as raw data; writers always pack it.
        case 4 -> {
          if (WireFormat.getTagWireType(tag) != WireFormat.WIRETYPE_LENGTH_DELIMITED) {
            throw new IllegalArgumentException("constant " + name + ": its floats are not packed");
          }
          data = in.readByteBuffer();
        }
        case 5, 7 -> integers(tag, numbers, MAX_NUMBERS, "integers of a constant");
        case 8 -> name = OnnxReader.text(in);
        case 9 -> data = in.readByteBuffer();
        case 13 -> {
          external = true;
          return false;
        }
        case 14 -> external |= in.readEnum() == EXTERNAL;
        default -> {
          return false;
        }
      }
      return true;
    }
  }

  /** An AttributeProto, which is put into the map. */
  void attribute(Map<String, Object> attributes) throws IOException {
    String[] name = {""};
    Object[] value = {null};
    List<Long> integers = new ArrayList<>();
    OnnxReader.message(
        in,
        tag -> {
          switch (WireFormat.getTagFieldNumber(tag)) {
            case 1 -> name[0] = OnnxReader.text(in);
            case 2 -> value[0] = in.readFloat();
            case 3 -> value[0] = in.readInt64();
            case 4 -> value[0] = OnnxReader.text(in);
            case 5 -> value[0] = read();
            case 8 -> integers(tag, integers, MAX_NUMBERS, "integers of an attribute");
            default -> {
              return false;
            }
          }
          return true;
        });
    attributes.put(
        name[0],
        integers.isEmpty() && value[0] != null
            ? value[0]
            : integers.stream().mapToLong(Long::longValue).toArray());
  }

  /** Integers, packed or not. */
  private void integers(int tag, List<Long> target, int most, String what) throws IOException {
    if (WireFormat.getTagWireType(tag) != WireFormat.WIRETYPE_LENGTH_DELIMITED) {
      OnnxReader.requireRoom(target.size(), most, what);
      target.add(in.readInt64());
      return;
    }
    int outer = in.pushLimit(in.readRawVarint32());
    while (in.getBytesUntilLimit() > 0) {
      OnnxReader.requireRoom(target.size(), most, what);
      target.add(in.readInt64());
    }
    in.popLimit(outer);
  }
}
