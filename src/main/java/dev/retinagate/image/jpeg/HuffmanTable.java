package dev.retinagate.image.jpeg;

import dev.retinagate.detection.PictureException;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * A table of Huffman codes as a DHT segment defines it, with what reading codes fast needs, which
 * is made at the first use: a file may define any number of tables and use few.
 */
final class HuffmanTable {

  /** Bits of the index of the look-up tables: 2 × 4 KiB stay in the first cache. */
  static final int LOOKUP_BITS = 11;

  /** Bits of the longest code. */
  static final int MAX_CODE_BITS = 16;

  /** Position of the length in what {@link #code} returns. */
  static final int CODE_LENGTH_SHIFT = 8;

  /** Position of the number of coefficients in an entry of {@link #skips}. */
  static final int SKIP_COEFFICIENTS_SHIFT = 5;

  /** Lowest bits of an entry of {@link #skips}: how many bits the symbols take. */
  static final int SKIP_BITS_MASK = 0x1f;

  /** Mask of that number. */
  static final int SKIP_MASK = 0x7f;

  /** Set in an entry of {@link #skips} whose last symbol ends the block. */
  static final int SKIP_END_OF_BLOCK = 1 << 12;

  private static final int MAX_SYMBOLS = 256;
  private static final int LAST_COEFFICIENT = 63;
  private static final int SIZE_MASK = 0xf;
  private static final int RUN_SHIFT = 4;
  private static final int RUN_OF_16 = 0xf0;
  private static final int MAX_DC_BITS = 15;

  private final byte[] counts;
  private final byte[] symbols;

  /** By the next bits: as {@link #code}, but 0 also where the code is longer. */
  private char[] codes;

  private char[] skips;
  private int[] codeLimits;
  private int[] symbolOffsets;

  private HuffmanTable(byte[] counts, byte[] symbols) {
    this.counts = counts;
    this.symbols = symbols;
  }

  /** Reads one definition and moves the segment's position behind it. */
  static HuffmanTable read(ByteBuffer segment) throws PictureException {
    byte[] counts = new byte[MAX_CODE_BITS];
    segment.get(counts);
    int total = 0;
    for (byte count : counts) {
      total += Byte.toUnsignedInt(count);
    }
    if (total > MAX_SYMBOLS) {
      throw JpegHeader.damaged();
    }
    byte[] symbols = new byte[total];
    segment.get(symbols);
    return new HuffmanTable(counts, symbols);
  }

  /** Writes the definition as {@link #read} reads it. */
  void write(ByteBuffer out) {
    out.put(counts).put(symbols);
  }

  /** Bytes that {@link #write} writes. */
  int length() {
    return counts.length + symbols.length;
  }

  /**
   * Makes what reading needs.
   *
   * @param dc whether the symbols are categories of DC differences
   * @throws PictureException if the lengths make no code, or a symbol is no category
   */
  void prepare(boolean dc) throws PictureException {
    if (codes == null) {
      assignCodes();
    }
    if (dc) {
      for (byte symbol : symbols) {
        if (Byte.toUnsignedInt(symbol) > MAX_DC_BITS) {
          throw JpegHeader.damaged();
        }
      }
    }
  }

  /** Frees what {@link #prepare} and {@link #skips} have made. */
  void forget() {
    codes = null;
    skips = null;
    codeLimits = null;
    symbolOffsets = null;
  }

  /** ITU-T T.81, annex C: codes of a length follow each other, shorter ones come first. */
  private void assignCodes() throws PictureException {
    char[] table = new char[1 << LOOKUP_BITS];
    codeLimits = new int[MAX_CODE_BITS + 1];
    symbolOffsets = new int[MAX_CODE_BITS + 1];
    int code = 0;
    int symbol = 0;
    for (int length = 1; length <= MAX_CODE_BITS; length++) {
      int count = Byte.toUnsignedInt(counts[length - 1]);
      if (count > 0 && code + count > 1 << length) {
        throw JpegHeader.damaged();
      }
      symbolOffsets[length] = symbol - code;
      if (length <= LOOKUP_BITS) {
        int copies = 1 << (LOOKUP_BITS - length);
        for (int i = 0; i < count; i++) {
          int value = Byte.toUnsignedInt(symbols[symbol + i]);
          int first = (code + i) * copies;
          Arrays.fill(table, first, first + copies, (char) (length << CODE_LENGTH_SHIFT | value));
        }
      }
      code += count;
      symbol += count;
      codeLimits[length] = code << (MAX_CODE_BITS - length);
      code <<= 1;
    }
    codes = table;
  }

  /**
   * Reads a code.
   *
   * @param bits the next bits, from the highest on
   * @return its length and, below {@link #CODE_LENGTH_SHIFT}, its symbol; 0 if there is no such
   *     code
   */
  int code(long bits) {
    int entry = codes[(int) (bits >>> (Long.SIZE - LOOKUP_BITS))];
    return entry != 0 ? entry : longCode(bits);
  }

  private int longCode(long bits) {
    int window = (int) (bits >>> (Long.SIZE - MAX_CODE_BITS));
    for (int length = LOOKUP_BITS + 1; length <= MAX_CODE_BITS; length++) {
      if (window < codeLimits[length]) {
        int index = symbolOffsets[length] + (window >> (MAX_CODE_BITS - length));
        return length << CODE_LENGTH_SHIFT | Byte.toUnsignedInt(symbols[index]);
      }
    }
    return 0;
  }

  /**
   * For the AC coefficients of a sequential scan, by the next {@link #LOOKUP_BITS} bits: how many
   * bits the symbols take that begin there, with the values behind them, how many coefficients they
   * stand for, and whether the last one ends the block. As many symbols as there are bits for; 0
   * where not even one code is complete.
   */
  char[] skips() {
    if (skips == null) {
      skips = new char[1 << LOOKUP_BITS];
      for (int i = 0; i < skips.length; i++) {
        skips[i] = skip(i);
      }
    }
    return skips;
  }

  private char skip(int index) {
    int taken = 0;
    int coefficients = 0;
    int end = 0;
    while (taken < LOOKUP_BITS && end == 0) {
      int entry = codes[(index << taken) & ((1 << LOOKUP_BITS) - 1)];
      int length = entry >> CODE_LENGTH_SHIFT;
      if (length == 0 || length > LOOKUP_BITS - taken) {
        break;
      }
      int size = entry & SIZE_MASK;
      int symbol = entry & 0xff;
      if (size == 0 && symbol != RUN_OF_16) {
        end = SKIP_END_OF_BLOCK;
      } else {
        int more = 1 + (symbol >> RUN_SHIFT);
        if (coefficients + more > LAST_COEFFICIENT) {
          break;
        }
        coefficients += more;
      }
      taken += length + size;
    }
    return (char) (end | coefficients << SKIP_COEFFICIENTS_SHIFT | taken);
  }
}
