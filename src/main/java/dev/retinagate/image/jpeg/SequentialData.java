package dev.retinagate.image.jpeg;

/**
 * Huffman-coded data of a sequential scan (ITU-T T.81, F.2.2). Values are not kept, only counted.
 */
final class SequentialData extends ScanData {

  /** The longest code with its value; with fewer bits the next symbol may be incomplete. */
  private static final int MAX_SYMBOL_BITS = HuffmanTable.MAX_CODE_BITS + 15;

  private static final int LOOKUP_SHIFT = Long.SIZE - HuffmanTable.LOOKUP_BITS;
  private static final int COEFFICIENTS = 64;
  private static final int RUN_OF_16 = 0xf0;

  /** Components of the blocks of an MCU, in their order. */
  private final int[] owners;

  private final HuffmanTable[] dc;
  private final HuffmanTable[] ac;
  private final DcRange range;

  SequentialData(JpegPicture picture, Scan scan) {
    super(picture, scan);
    owners = McuBlocks.owners(frame(), scan);
    dc = scan.parts().stream().map(Scan.Part::dc).toArray(HuffmanTable[]::new);
    ac = scan.parts().stream().map(Scan.Part::ac).toArray(HuffmanTable[]::new);
    range = new DcRange(scan);
  }

  @Override
  boolean read(BitReader stretch, int firstMcu, int endMcu) {
    range.reset();
    for (int mcu = firstMcu; mcu < endMcu; mcu++) {
      if (!readOn(stretch) || stretch.isOverdrawn()) {
        return false;
      }
    }
    return true;
  }

  @Override
  boolean readOn(BitReader stretch) {
    for (int owner : owners) {
      if (!readBlock(stretch, owner)) {
        return false;
      }
    }
    return true;
  }

  private boolean readBlock(BitReader stretch, int owner) {
    // Kept here and not in the reader: this method is nearly all of the time.
    long bits = stretch.bits();
    int count = stretch.count();
    if (count < MAX_SYMBOL_BITS) {
      stretch.refill(bits, count);
      bits = stretch.bits();
      count = stretch.count();
    }
    int code = dc[owner].code(bits);
    if (code == 0) {
      return false;
    }
    int size = code & 0xf;
    bits <<= code >> HuffmanTable.CODE_LENGTH_SHIFT;
    if (size > 0) {
      int value = (int) (bits >>> (Long.SIZE - size));
      if (!range.add(owner, difference(value, size))) {
        return false;
      }
      bits <<= size;
    }
    count -= (code >> HuffmanTable.CODE_LENGTH_SHIFT) + size;

    char[] skips = ac[owner].skips();
    int k = 1;
    while (k < COEFFICIENTS) {
      if (count < MAX_SYMBOL_BITS) {
        stretch.refill(bits, count);
        bits = stretch.bits();
        count = stretch.count();
      }
      int skip = skips[(int) (bits >>> LOOKUP_SHIFT)];
      int taken = skip & HuffmanTable.SKIP_BITS_MASK;
      int next = k + (skip >> HuffmanTable.SKIP_COEFFICIENTS_SHIFT & HuffmanTable.SKIP_MASK);
      if (skip == 0 || next >= COEFFICIENTS) {
        // One symbol: its code is long, or the block may end before the others.
        code = ac[owner].code(bits);
        if (code == 0) {
          return false;
        }
        int symbol = code & 0xff;
        size = symbol & 0xf;
        taken = (code >> HuffmanTable.CODE_LENGTH_SHIFT) + size;
        next = size == 0 && symbol != RUN_OF_16 ? COEFFICIENTS : k + 1 + (symbol >> 4);
      } else if ((skip & HuffmanTable.SKIP_END_OF_BLOCK) != 0) {
        next = COEFFICIENTS;
      }
      bits <<= taken;
      count -= taken;
      k = next;
    }
    stretch.resume(bits, count);
    return k == COEFFICIENTS;
  }

  /** ITU-T T.81, F.2.2.1, EXTEND. */
  static int difference(int value, int size) {
    return value < 1 << (size - 1) ? value - (1 << size) + 1 : value;
  }
}
