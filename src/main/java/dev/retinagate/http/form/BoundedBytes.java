package dev.retinagate.http.form;

import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.util.Arrays;

/** Collects the bytes of a text up to a limit. Keeps its memory when cleared. */
final class BoundedBytes {

  private static final int FIRST_CAPACITY = 256;

  private final int limit;
  private byte[] bytes;
  private int length;

  BoundedBytes(int limit) {
    this.limit = limit;
    this.bytes = new byte[Math.min(limit, FIRST_CAPACITY)];
  }

  /** Appends all that remains, or nothing and answers false if the limit would be passed. */
  boolean append(ByteBuffer more) {
    int count = more.remaining();
    if (count > limit - length) {
      return false;
    }
    if (count > bytes.length - length) {
      int capacity = Math.max(length + count, (int) Math.min(limit, 2L * bytes.length));
      bytes = Arrays.copyOf(bytes, capacity);
    }
    more.get(bytes, length, count);
    length += count;
    return true;
  }

  int limit() {
    return limit;
  }

  int length() {
    return length;
  }

  String text(Charset charset) {
    return new String(bytes, 0, length, charset);
  }

  void clear() {
    length = 0;
  }
}
