package dev.retinagate.image.sweep;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Bytes that grow. */
final class ByteSink {

  private byte[] bytes = new byte[1 << 16];
  private int length;

  ByteSink put(int value) {
    if (length == bytes.length) {
      bytes = Arrays.copyOf(bytes, 2 * length);
    }
    bytes[length] = (byte) value;
    length++;
    return this;
  }

  ByteSink put(byte[] values) {
    return put(values, values.length);
  }

  ByteSink put(byte[] values, int count) {
    if (length + count > bytes.length) {
      bytes = Arrays.copyOf(bytes, 2 * (length + count));
    }
    System.arraycopy(values, 0, bytes, length, count);
    length += count;
    return this;
  }

  ByteSink put(String latin1) {
    return put(latin1.getBytes(StandardCharsets.ISO_8859_1));
  }

  ByteSink putShort(int value) {
    return put(value >> 8).put(value);
  }

  ByteSink putInt(int value) {
    return putShort(value >> 16).putShort(value);
  }

  ByteSink putShortReversed(int value) {
    return put(value).put(value >> 8);
  }

  ByteSink putIntReversed(int value) {
    return putShortReversed(value).putShortReversed(value >> 16);
  }

  int length() {
    return length;
  }

  byte[] toBytes() {
    return Arrays.copyOf(bytes, length);
  }
}
