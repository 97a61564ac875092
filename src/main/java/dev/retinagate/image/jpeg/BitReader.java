package dev.retinagate.image.jpeg;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Bits of one stretch of coded data, up to its end or to a restart. Behind the last bit there are
 * zeros, as many as are asked for.
 *
 * <p>Data pass through a window in which the zeros that are stuffed behind each 0xff are left out,
 * so that eight bytes can be read at a time without a look at them.
 */
final class BitReader {

  /** Eight bytes of {@link #window}, the first one highest. */
  static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  private static final int WINDOW_BYTES = 1 << 14;

  /** Zeros behind the last byte. */
  private static final int PADDING_BYTES = 64;

  private final ByteBuffer in;
  private final byte[] window = new byte[WINDOW_BYTES + PADDING_BYTES];
  private int rawAt;
  private int end;
  private int filled;
  private int at;
  private long bits;
  private int count;

  BitReader(ByteBuffer in) {
    this.in = in;
  }

  /** Continues with the stretch that begins here. */
  void begin(int from) {
    rawAt = from;
    end = Marker.endOfData(in, from);
    filled = 0;
    at = 0;
    bits = 0;
    count = 0;
    slide();
  }

  /** Where the stretch ends: at a marker or at the limit. */
  int end() {
    return end;
  }

  /** The data that were read last; to be read with {@link #LONGS}. */
  byte[] window() {
    return window;
  }

  /** Where in the window the next byte is that has not been taken for bits. */
  int at() {
    return at;
  }

  /** From where on in the window eight bytes cannot be read before {@link #slide}. */
  int safeEnd() {
    return filled - Long.BYTES;
  }

  /** The next bits, from the highest on. */
  long bits() {
    return bits;
  }

  /** How many bits are valid; what is below them are the next ones, or zeros. */
  int count() {
    return count;
  }

  /** Goes to a state of the caller's, which has read on by itself. */
  void resume(int nextAt, long left, int valid) {
    at = nextAt;
    bits = left;
    count = valid;
  }

  /** Fills the window again; at the end of the stretch, with zeros that are not data. */
  void slide() {
    if (rawAt < end) {
      System.arraycopy(window, at, window, 0, filled - at);
      filled -= at;
      at = 0;
      fill();
    } else if (at > filled + PADDING_BYTES / 2) {
      at = filled + PADDING_BYTES / 2;
    }
    if (rawAt == end) {
      Arrays.fill(window, filled, filled + PADDING_BYTES, (byte) 0);
    }
  }

  private void fill() {
    while (rawAt < end && filled < WINDOW_BYTES) {
      if (rawAt <= end - Long.BYTES && filled <= WINDOW_BYTES - Long.BYTES) {
        long next = in.getLong(rawAt);
        if (!Marker.hasPrefix(next)) {
          LONGS.set(window, filled, next);
          rawAt += Long.BYTES;
          filled += Long.BYTES;
          continue;
        }
      }
      byte next = in.get(rawAt);
      rawAt++;
      if (next == (byte) Marker.PREFIX) {
        rawAt = Marker.behind(in, rawAt);
      }
      window[filled] = next;
      filled++;
    }
  }

  /** Reads until more than 55 bits are there. */
  private void refill() {
    if (at > safeEnd()) {
      slide();
    }
    bits |= (long) LONGS.get(window, at) >>> count;
    // What does not count as read is read again, into the same place.
    at += (Long.SIZE - 1 - count) >>> 3;
    count |= Long.SIZE - Byte.SIZE;
  }

  private void take(int taken) {
    bits <<= taken;
    count -= taken;
  }

  /** Reads up to 32 bits. */
  int read(int wanted) {
    if (count < wanted) {
      refill();
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
      bits = 0;
      count = 0;
      if (isOverdrawn()) {
        return;
      }
      refill();
    }
    take(left);
  }

  /** Reads a code and what it stands for; -1 if there is no such code. */
  int symbol(HuffmanTable table) {
    if (count < HuffmanTable.MAX_CODE_BITS) {
      refill();
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
    return isOverdrawn(at, count);
  }

  /** The same for a state of the caller's. */
  boolean isOverdrawn(int nextAt, int valid) {
    return nextAt * Byte.SIZE - valid > filled * Byte.SIZE;
  }

  /** Whole bytes in the window of which nothing has been taken. */
  private int untouched() {
    return filled - at + count / Byte.SIZE;
  }

  /** Whether whole bytes of data are left. */
  boolean hasBytesLeft() {
    return untouched() > 0 || rawAt < end;
  }

  /** Whether the rest of the byte that is being read is all ones, as is the rule, or all zeros. */
  boolean isPadded() {
    int rest = count % Byte.SIZE;
    long padding = rest == 0 ? 0 : bits >>> (Long.SIZE - rest);
    return padding == 0 || padding == (1L << rest) - 1;
  }

  /** Whether all whole bytes that are left are the same. */
  boolean isRestUniform() {
    BitReader rest = copy();
    rest.skip(count % Byte.SIZE);
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
    int place = rawAt;
    for (int bytes = untouched(); bytes > 0; bytes--) {
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
    System.arraycopy(window, 0, copy.window, 0, window.length);
    copy.rawAt = rawAt;
    copy.end = end;
    copy.filled = filled;
    copy.at = at;
    copy.bits = bits;
    copy.count = count;
    return copy;
  }
}
