package dev.retinagate.image.webp;

import java.util.Optional;

/** A prefix code (RFC 9649, 3.7.2.1), with a look-up table of all its codes. */
final class PrefixCode {

  private static final int MAX_LENGTH = 15;

  /** Order in which the lengths of the codes of lengths are written. */
  private static final int[] LENGTH_ORDER = {
    17, 18, 0, 1, 2, 3, 4, 5, 16, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15
  };

  private static final int REPEAT_LENGTH = 16;
  private static final int REPEAT_ZERO = 17;
  private static final int INITIAL_LENGTH = 8;
  private static final int LENGTH_SHIFT = 16;
  private static final int SYMBOL_MASK = (1 << LENGTH_SHIFT) - 1;

  private final int longest;
  private final int[] entries;

  private PrefixCode(int longest, int[] entries) {
    this.longest = longest;
    this.entries = entries;
  }

  /**
   * Reads a code.
   *
   * @param symbols size of the alphabet
   * @return empty if the bits define none
   */
  static Optional<PrefixCode> read(LosslessBits bits, int symbols) {
    int[] lengths = new int[symbols];
    if (bits.readFlag()) {
      boolean two = bits.readFlag();
      int first = bits.read(bits.readFlag() ? Byte.SIZE : 1);
      int second = two ? bits.read(Byte.SIZE) : first;
      if (first >= symbols || second >= symbols) {
        return Optional.empty();
      }
      lengths[first] = 1;
      lengths[second] = 1;
      return of(lengths);
    }
    int[] ofLengths = new int[LENGTH_ORDER.length];
    int written = 4 + bits.read(4);
    for (int i = 0; i < written; i++) {
      ofLengths[LENGTH_ORDER[i]] = bits.read(3);
    }
    Optional<PrefixCode> code = of(ofLengths);
    return code.isPresent() && readLengths(bits, code.get(), lengths)
        ? of(lengths)
        : Optional.empty();
  }

  private static boolean readLengths(LosslessBits bits, PrefixCode code, int[] lengths) {
    int left = bits.readFlag() ? 2 + bits.read(2 + 2 * bits.read(3)) : lengths.length;
    int previous = INITIAL_LENGTH;
    int symbol = 0;
    while (symbol < lengths.length && left > 0) {
      left--;
      int length = code.read(bits);
      if (length < REPEAT_LENGTH) {
        lengths[symbol] = length;
        symbol++;
        previous = length == 0 ? previous : length;
        continue;
      }
      int value = length == REPEAT_LENGTH ? previous : 0;
      int times =
          length == REPEAT_LENGTH
              ? 3 + bits.read(2)
              : length == REPEAT_ZERO ? 3 + bits.read(3) : 11 + bits.read(7);
      if (times > lengths.length - symbol) {
        return false;
      }
      for (int i = 0; i < times; i++) {
        lengths[symbol + i] = value;
      }
      symbol += times;
    }
    return true;
  }

  private static Optional<PrefixCode> of(int[] lengths) {
    int longest = 0;
    int used = 0;
    int last = 0;
    long taken = 0;
    for (int symbol = 0; symbol < lengths.length; symbol++) {
      if (lengths[symbol] > 0) {
        longest = Math.max(longest, lengths[symbol]);
        taken += 1L << (MAX_LENGTH - lengths[symbol]);
        used++;
        last = symbol;
      }
    }
    if (used == 1) {
      // The only symbol takes no bits.
      return Optional.of(new PrefixCode(0, new int[] {last}));
    }
    if (taken != 1L << MAX_LENGTH) {
      return Optional.empty();
    }
    return Optional.of(new PrefixCode(longest, entries(lengths, longest)));
  }

  private static int[] entries(int[] lengths, int longest) {
    int[] entries = new int[1 << longest];
    int code = 0;
    for (int length = 1; length <= longest; length++) {
      for (int symbol = 0; symbol < lengths.length; symbol++) {
        if (lengths[symbol] == length) {
          // The highest bit of a code comes first, and so lies lowest.
          int reversed = Integer.reverse(code) >>> (Integer.SIZE - length);
          for (int i = reversed; i < entries.length; i += 1 << length) {
            entries[i] = length << LENGTH_SHIFT | symbol;
          }
          code++;
        }
      }
      code <<= 1;
    }
    return entries;
  }

  int read(LosslessBits bits) {
    int entry = entries[bits.peek(longest)];
    bits.take(entry >> LENGTH_SHIFT);
    return entry & SYMBOL_MASK;
  }
}
