package dev.retinagate.image.jpeg;

import java.nio.ByteBuffer;

/**
 * Bits of one stretch of coded data, up to its end or to a restart. Behind the last bit there are
 * zeros, as many as are asked for.
 */
final class BitReader {

  private static final int FULL = Long.SIZE - Byte.SIZE;

  private final ByteBuffer in;
  private int at;
  private int end;
  private long bits;
  private int count;
  private int madeUp;

  BitReader(ByteBuffer in) {
    this.in = in;
  }

  /** Continues with the stretch that begins here. */
  void begin(int from) {
    at = from;
    end = Marker.endOfData(in, from);
    bits = 0;
    count = 0;
    madeUp = 0;
  }

  /** Where the stretch ends: at a marker or at the limit. */
  int end() {
    return end;
  }

  /** The next bits, from the highest on; {@link #count} of them are valid, the others zero. */
  long bits() {
    return bits;
  }

  int count() {
    return count;
  }

  /**
   * Reads until at least 56 bits are there.
   *
   * @param left the bits not used so far, from the highest on
   * @param valid how many they are
   */
  void refill(long left, int valid) {
    if (at <= end - Long.BYTES) {
      long next = in.getLong(at);
      if (!Marker.hasPrefix(next)) {
        int bytes = (Long.SIZE - 1 - valid) >>> 3;
        bits = left | next >>> valid;
        // What does not count as read is read again, into the same place.
        at += bytes;
        count = valid + 8 * bytes;
        return;
      }
    }
    refillByByte(left, valid);
  }

  private void refillByByte(long left, int valid) {
    // Bits beyond the valid ones may be left of the last read of eight bytes.
    bits = valid == 0 ? 0 : left & -1L << (Long.SIZE - valid);
    count = valid;
    while (count < FULL) {
      long next = 0;
      if (at < end) {
        next = Byte.toUnsignedInt(in.get(at));
        at++;
        if (next == Marker.PREFIX) {
          at = Marker.behind(in, at);
        }
      } else {
        madeUp += Byte.SIZE;
      }
      bits |= next << (FULL - count);
      count += Byte.SIZE;
    }
  }

  /** Takes bits that are there. */
  void take(int taken) {
    bits <<= taken;
    count -= taken;
  }

  /** Reads up to 32 bits. */
  int read(int wanted) {
    if (count < wanted) {
      refill(bits, count);
    }
    int value = wanted == 0 ? 0 : (int) (bits >>> (Long.SIZE - wanted));
    take(wanted);
    return value;
  }

  /** Passes over any number of bits. */
  void skip(int unwanted) {
    int left = unwanted;
    while (left > count) {
      left -= count;
      count = 0;
      bits = 0;
      if (isOverdrawn()) {
        return;
      }
      refill(0, 0);
    }
    take(left);
  }

  /** Reads a code and what it stands for; -1 if there is no such code. */
  int symbol(HuffmanTable table) {
    if (count < HuffmanTable.MAX_CODE_BITS) {
      refill(bits, count);
    }
    int entry = table.code(bits);
    if (entry == 0) {
      return -1;
    }
    take(entry >> HuffmanTable.CODE_LENGTH_SHIFT);
    return entry & 0xff;
  }

  /** Whether more bits were taken than there are. */
  boolean isOverdrawn() {
    return madeUp > count;
  }

  /** Goes back to a state of the caller's, which has read on by itself. */
  void resume(long left, int valid) {
    bits = left;
    count = valid;
  }

  /** Whether whole bytes of data are left. */
  boolean hasBytesLeft() {
    return count - madeUp >= Byte.SIZE || at < end;
  }

  /** Whether the rest of the byte that is being read is all ones, as is the rule, or all zeros. */
  boolean isPadded() {
    int rest = (count - madeUp) % Byte.SIZE;
    long padding = rest == 0 ? 0 : bits >>> (Long.SIZE - rest);
    return padding == 0 || padding == (1L << rest) - 1;
  }

  /** Whether all whole bytes that are left are the same. */
  boolean isRestUniform() {
    BitReader rest = copy();
    rest.skip((count - madeUp) % Byte.SIZE);
    int first = rest.read(Byte.SIZE);
    while (rest.hasBytesLeft()) {
      if (rest.read(Byte.SIZE) != first) {
        return false;
      }
    }
    return true;
  }

  /** Where the bytes begin of which nothing has been read; the end if there are none. */
  int unread() {
    int place = at;
    for (int bytes = (count - madeUp) / Byte.SIZE; bytes > 0; bytes--) {
      place--;
      boolean stuffed = in.get(place) == 0;
      while (stuffed && place > 0 && in.get(place - 1) == (byte) Marker.PREFIX) {
        place--;
      }
    }
    return place;
  }

  /** A reader of the same stretch at the same place. */
  BitReader copy() {
    BitReader copy = new BitReader(in);
    copy.at = at;
    copy.end = end;
    copy.bits = bits;
    copy.count = count;
    copy.madeUp = madeUp;
    return copy;
  }
}
