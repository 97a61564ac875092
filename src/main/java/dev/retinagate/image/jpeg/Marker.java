package dev.retinagate.image.jpeg;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Second bytes of markers, and where markers are (ITU-T T.81, table B.1). */
final class Marker {

  static final int PREFIX = 0xff;
  static final int SOF_BASELINE = 0xc0;
  static final int SOF_EXTENDED = 0xc1;
  static final int SOF_PROGRESSIVE = 0xc2;
  static final int SOF_LOSSLESS = 0xc3;
  static final int HUFFMAN_TABLES = 0xc4;
  static final int JPG_EXTENSIONS = 0xc8;
  static final int SOF_ARITHMETIC = 0xc9;
  static final int SOF_ARITHMETIC_PROGRESSIVE = 0xca;
  static final int SOF_ARITHMETIC_LOSSLESS = 0xcb;
  static final int ARITHMETIC_CONDITIONING = 0xcc;
  static final int LAST_SOF = 0xcf;
  static final int FIRST_RESTART = 0xd0;
  static final int LAST_RESTART = 0xd7;
  static final int START_OF_IMAGE = 0xd8;
  static final int END_OF_IMAGE = 0xd9;
  static final int START_OF_SCAN = 0xda;
  static final int QUANTISATION_TABLES = 0xdb;
  static final int RESTART_INTERVAL = 0xdd;

  /** DHP: begins a hierarchical picture. */
  static final int HIERARCHICAL = 0xde;

  static final int APP0 = 0xe0;
  static final int APP1 = 0xe1;
  static final int APP14 = 0xee;
  static final int LAST_APP = 0xef;
  static final int COMMENT = 0xfe;

  /** TEM: stands alone, as restarts do. */
  static final int TEMPORARY = 0x01;

  /** Stands for the end of the bytes. */
  static final int NONE = -1;

  private static final long ONES = 0x0101010101010101L;
  private static final long TOP_BITS = 0x8080808080808080L;

  private Marker() {}

  static boolean isRestart(int marker) {
    return marker >= FIRST_RESTART && marker <= LAST_RESTART;
  }

  /** SOF0..SOF15 but for DHT, JPG and DAC, which lie among them. */
  static boolean isStartOfFrame(int marker) {
    return marker >= SOF_BASELINE
        && marker <= LAST_SOF
        && marker != HUFFMAN_TABLES
        && marker != JPG_EXTENSIONS
        && marker != ARITHMETIC_CONDITIONING;
  }

  /** Whether a segment follows that libjpeg reads or skips; it refuses all other markers. */
  static boolean hasSegment(int marker) {
    return (marker >= SOF_BASELINE && marker <= LAST_SOF)
        || (marker >= START_OF_SCAN && marker <= HIERARCHICAL)
        || (marker >= APP0 && marker <= LAST_APP)
        || marker == COMMENT;
  }

  /** Whether one of eight bytes is 0xff. */
  static boolean hasPrefix(long eightBytes) {
    long inverted = ~eightBytes;
    return ((inverted - ONES) & ~inverted & TOP_BITS) != 0;
  }

  /**
   * Where coded data ends: the first 0xff that belongs to a marker, fill bytes before it included,
   * or the limit. A 0xff followed by zero is data.
   *
   * @param in big-endian
   */
  static int endOfData(ByteBuffer in, int from) {
    int limit = in.limit();
    int at = from;
    while (true) {
      while (at <= limit - Long.BYTES && !hasPrefix(in.getLong(at))) {
        at += Long.BYTES;
      }
      while (at < limit && in.get(at) != (byte) PREFIX) {
        at++;
      }
      int code = codeAt(in, at);
      if (code != 0) {
        return at;
      }
      at = behind(in, at);
    }
  }

  /** The code behind the 0xff here and any fill bytes; {@link #NONE} at the limit. */
  static int codeAt(ByteBuffer in, int at) {
    int code = behind(in, at) - 1;
    return code < in.limit() ? Byte.toUnsignedInt(in.get(code)) : NONE;
  }

  /** Where a marker ends that begins here, fill bytes included; beyond the limit if it is cut. */
  static int behind(ByteBuffer in, int at) {
    int code = at;
    while (code < in.limit() && in.get(code) == (byte) PREFIX) {
      code++;
    }
    return code + 1;
  }

  /** A view that {@link #endOfData} can read, from the buffer's position to its limit. */
  static ByteBuffer view(ByteBuffer jpeg) {
    return jpeg.slice().order(ByteOrder.BIG_ENDIAN);
  }
}
