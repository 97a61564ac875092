package dev.retinagate.image;

import java.nio.ByteBuffer;

/**
 * Leaves out what a PNG carries beside its pixels. Colour profiles, text and times are not used,
 * libpng would complain about some of them on the process's standard error, and compressed ones can
 * be bombs.
 */
final class PngChunks {

  private static final int SIGNATURE_BYTES = 8;

  /** Length, type and checksum of a chunk. */
  private static final int OVERHEAD_BYTES = 12;

  /** Bit 5 of a type's first letter: an ancillary chunk. */
  private static final int ANCILLARY = 0x20000000;

  /** The one ancillary chunk that changes pixels: transparency of a palette. */
  private static final int TRNS = 0x74524e53;

  private PngChunks() {}

  /**
   * Copies the chunks that make the pixels; cut where the original is cut.
   *
   * @param out has room for all of the PNG; its position moves behind what was copied
   */
  static void copyPixels(ByteBuffer png, ByteBuffer out) {
    ByteBuffer in = png.slice();
    out.put(in.slice(0, SIGNATURE_BYTES));
    int at = SIGNATURE_BYTES;
    while (at <= in.limit() - OVERHEAD_BYTES) {
      int length = in.getInt(at);
      if (length < 0 || length > in.limit() - at - OVERHEAD_BYTES) {
        break;
      }
      int type = in.getInt(at + Integer.BYTES);
      if ((type & ANCILLARY) == 0 || type == TRNS) {
        out.put(in.slice(at, OVERHEAD_BYTES + length));
      }
      at += OVERHEAD_BYTES + length;
    }
    out.put(in.slice(at, in.limit() - at));
  }
}
