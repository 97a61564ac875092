package dev.retinagate.image.jpeg;

import java.nio.ByteBuffer;

/** The divisors of a component's coefficients, as a DQT segment defines them. */
final class QuantisationTable {

  private static final int ENTRIES = 64;

  private final char[] divisors = new char[ENTRIES];

  /** Reads one definition and moves the segment's position behind it. */
  static QuantisationTable read(ByteBuffer segment, boolean sixteenBits) {
    QuantisationTable table = new QuantisationTable();
    for (int i = 0; i < ENTRIES; i++) {
      table.divisors[i] =
          sixteenBits ? segment.getChar() : (char) Byte.toUnsignedInt(segment.get());
    }
    return table;
  }

  /** Writes the definition with 16 bits a divisor. */
  void write(ByteBuffer out) {
    for (char divisor : divisors) {
      out.putChar(divisor);
    }
  }

  /** Bytes that {@link #write} writes. */
  int length() {
    return Character.BYTES * ENTRIES;
  }

  /** The divisor of DC coefficients, at least 1. */
  int ofDc() {
    return Math.max(1, divisors[0]);
  }
}
