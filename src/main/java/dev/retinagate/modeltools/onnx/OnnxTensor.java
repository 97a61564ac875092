package dev.retinagate.modeltools.onnx;

import dev.retinagate.graph.Tensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/**
 * A constant of an ONNX file.
 *
 * @param name for errors
 * @param extents outermost first; none for a single number
 * @param type ONNX's number of the element type
 * @param data little-endian elements
 * @param external whether the data lies in another file
 */
record OnnxTensor(String name, List<Long> extents, int type, ByteBuffer data, boolean external) {

  /** Source of the numbers: onnx.proto, TensorProto.DataType. */
  static final int FLOAT = 1;

  private static final int INT32 = 6;
  static final int INT64 = 7;
  private static final int FLOAT16 = 10;
  private static final int MAX_INTEGERS = 64;
  private static final long MAX_ELEMENTS = 1L << 27;

  /** The values as MXNet's parameter. */
  Tensor parameter() {
    requireInside();
    if (type != FLOAT && type != FLOAT16) {
      throw new IllegalArgumentException(
          "constant %s: expected float or float16, found the element type %d"
              .formatted(name, type));
    }
    Tensor.Type element = type == FLOAT ? Tensor.Type.FP32 : Tensor.Type.FP16;
    long elements = elements();
    if (elements * element.bytes() != data.remaining()) {
      throw new IllegalArgumentException(
          "constant %s: %d elements take %d bytes, the file has %d"
              .formatted(name, elements, elements * element.bytes(), data.remaining()));
    }
    return new Tensor(extents.stream().map(Math::toIntExact).toList(), element, data);
  }

  /** The few integers of a constant that says a shape, axes or the like. */
  long[] integers() {
    requireInside();
    int bytes = type == INT64 ? Long.BYTES : Integer.BYTES;
    long elements = elements();
    if ((type != INT64 && type != INT32)
        || elements > MAX_INTEGERS
        || elements * bytes != data.remaining()) {
      throw new IllegalArgumentException(
          "constant %s: expected at most %d integers, found %d elements of type %d in %d bytes"
              .formatted(name, MAX_INTEGERS, elements, type, data.remaining()));
    }
    ByteBuffer little = data.duplicate().order(ByteOrder.LITTLE_ENDIAN);
    long[] values = new long[(int) elements];
    for (int i = 0; i < values.length; i++) {
      values[i] = type == INT64 ? little.getLong() : little.getInt();
    }
    return values;
  }

  private void requireInside() {
    if (external) {
      throw new IllegalArgumentException(
          "constant "
              + name
              + ": its data lies in another file, which is not read; save the model as one file");
    }
  }

  private long elements() {
    long elements = 1;
    for (long extent : extents) {
      if (extent < 0 || extent > MAX_ELEMENTS || elements * extent > MAX_ELEMENTS) {
        throw new IllegalArgumentException(
            "constant " + name + ": no network has one of the extents " + extents);
      }
      elements *= extent;
    }
    return elements;
  }
}
