package dev.retinagate.image.jpeg;

/**
 * Huffman-coded data of a sequential scan (ITU-T T.81, F.2.2). Values are not kept, only counted.
 */
final class SequentialData extends ScanData {

  private static final int LOOKUP_SHIFT = Long.SIZE - HuffmanTable.LOOKUP_BITS;
  private static final int COEFFICIENTS = 64;
  private static final int RUN_OF_16 = 0xf0;

  /** Components of the blocks of an MCU, in their order, and their tables. */
  private final int[] owners;

  private final HuffmanTable[] dc;
  private final HuffmanTable[] ac;
  private final DcRange range;

  SequentialData(JpegPicture picture, Scan scan) {
    super(picture, scan);
    owners = McuBlocks.owners(frame(), scan);
    dc = new HuffmanTable[owners.length];
    ac = new HuffmanTable[owners.length];
    for (int i = 0; i < owners.length; i++) {
      dc[i] = scan.parts().get(owners[i]).dc();
      ac[i] = scan.parts().get(owners[i]).ac();
    }
    range = new DcRange(scan);
  }

  @Override
  boolean read(BitReader stretch, int firstMcu, int endMcu) {
    range.reset();
    return readMcus(stretch, endMcu - firstMcu);
  }

  @Override
  boolean readOn(BitReader rest) {
    return readMcus(rest, 1);
  }

  /**
   * One loop with all its state in variables of its own: it is nearly all of the time that the
   * check takes.
   */
  private boolean readMcus(BitReader stretch, int mcus) {
    byte[] window = stretch.window();
    int at = stretch.at();
    int safeEnd = stretch.safeEnd();
    long bits = stretch.bits();
    int count = stretch.count();
    int block = 0;
    int k = 0;
    char[] skips = ac[0].skips();
    int mcu = 0;
    while (mcu < mcus) {
      if (at > safeEnd) {
        stretch.resume(at, bits, count);
        stretch.slide();
        at = stretch.at();
        safeEnd = stretch.safeEnd();
      }
      // Each time, needed or not: a branch would be foreseen wrongly too often.
      bits |= (long) BitReader.LONGS.get(window, at) >>> count;
      at += (Long.SIZE - 1 - count) >>> 3;
      count |= Long.SIZE - Byte.SIZE;
      int taken;
      if (k == 0) {
        int code = dc[block].code(bits);
        if (code == 0) {
          return false;
        }
        int size = code & 0xf;
        int length = code >> HuffmanTable.CODE_LENGTH_SHIFT;
        taken = length + size;
        range.add(owners[block], bits << length, size);
        k = 1;
      } else {
        int skip = skips[(int) (bits >>> LOOKUP_SHIFT)];
        int next = k + (skip >> HuffmanTable.SKIP_COEFFICIENTS_SHIFT & HuffmanTable.SKIP_MASK);
        taken = skip & HuffmanTable.SKIP_BITS_MASK;
        if (skip == 0 || next >= COEFFICIENTS) {
          // One symbol: its code is long, or the block may end before the others.
          int code = ac[block].code(bits);
          if (code == 0) {
            return false;
          }
          int symbol = code & 0xff;
          int size = symbol & 0xf;
          taken = (code >> HuffmanTable.CODE_LENGTH_SHIFT) + size;
          next = size == 0 && symbol != RUN_OF_16 ? COEFFICIENTS : k + 1 + (symbol >> 4);
        } else if ((skip & HuffmanTable.SKIP_END_OF_BLOCK) != 0) {
          next = COEFFICIENTS;
        }
        k = next;
      }
      bits <<= taken;
      count -= taken;
      if (k >= COEFFICIENTS) {
        if (k > COEFFICIENTS) {
          return false;
        }
        k = 0;
        block++;
        if (block == owners.length) {
          block = 0;
          mcu++;
          if (stretch.isOverdrawn(at, count) || range.isLeft()) {
            return false;
          }
        }
        skips = ac[block].skips();
      }
    }
    stretch.resume(at, bits, count);
    return true;
  }
}
