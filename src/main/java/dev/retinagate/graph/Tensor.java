package dev.retinagate.graph;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.List;

/**
 * A parameter: shape, element type and little-endian data in row-major order.
 *
 * @param shape extents, outermost first; MXNet convolution weights are (out, in, height, width)
 * @param type element type
 * @param data exactly {@code elements × type.bytes()} bytes from its position to its limit
 */
public record Tensor(List<Integer> shape, Type type, ByteBuffer data) {

  /** Element types, with MXNet's numbering. */
  public enum Type {
    /** IEEE 754 binary32. */
    FP32(0, Float.BYTES),
    /** IEEE 754 binary16. */
    FP16(2, Short.BYTES);

    private final int code;
    private final int bytes;

    Type(int code, int bytes) {
      this.code = code;
      this.bytes = bytes;
    }

    /** MXNet's number of the type. */
    public int code() {
      return code;
    }

    /** Bytes of an element. */
    public int bytes() {
      return bytes;
    }
  }

  /** Checks that the data fits the shape. */
  public Tensor {
    shape = List.copyOf(shape);
    data = data.slice().order(ByteOrder.LITTLE_ENDIAN);
    long expected = elements(shape) * type.bytes();
    if (data.remaining() != expected) {
      throw new IllegalArgumentException(
          "a "
              + type
              + " tensor of shape "
              + shape
              + " takes "
              + expected
              + " bytes, not "
              + data.remaining());
    }
  }

  /** An fp32 tensor of these values. */
  public static Tensor of(List<Integer> shape, float[] values) {
    ByteBuffer bytes =
        ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(values);
    return new Tensor(shape, Type.FP32, bytes);
  }

  /** Number of elements. */
  public int elements() {
    return Math.toIntExact(elements(shape));
  }

  /** The values as fp32, widened where they are stored as fp16. */
  public FloatBuffer toFloats() {
    if (type == Type.FP32) {
      return data.duplicate().order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer();
    }
    FloatBuffer floats = FloatBuffer.allocate(elements());
    for (int i = 0; i < floats.capacity(); i++) {
      floats.put(i, Float16.toFloat(data.getShort(i * Short.BYTES)));
    }
    return floats;
  }

  private static long elements(List<Integer> shape) {
    return shape.stream().mapToLong(Integer::longValue).reduce(1, Math::multiplyExact);
  }
}
