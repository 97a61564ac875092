package dev.retinagate.image.webp;

import java.nio.ByteBuffer;

/** Bits of a lossless WebP, from each byte's lowest on. Behind the end there are zeros. */
final class LosslessBits {

  private final ByteBuffer in;
  private int at;
  private long bits;
  private int count;

  LosslessBits(ByteBuffer in) {
    this.in = in;
  }

  /** The next bits, up to 32, without taking them. */
  int peek(int wanted) {
    while (count < wanted) {
      long next = at < in.limit() ? Byte.toUnsignedLong(in.get(at)) : 0;
      at++;
      bits |= next << count;
      count += Byte.SIZE;
    }
    return (int) (bits & ((1L << wanted) - 1));
  }

  void take(int taken) {
    bits >>>= taken;
    count -= taken;
  }

  int read(int wanted) {
    int value = peek(wanted);
    take(wanted);
    return value;
  }

  boolean readFlag() {
    return read(1) == 1;
  }

  /** Whether more was read than there is. */
  boolean isOverdrawn() {
    return at - count / Byte.SIZE > in.limit();
  }
}
