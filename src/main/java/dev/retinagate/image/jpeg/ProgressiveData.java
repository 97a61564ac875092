package dev.retinagate.image.jpeg;

/**
 * Huffman-coded data of a progressive scan (ITU-T T.81, G.2). Of earlier scans only this is needed:
 * which coefficients are not zero, since each of those has a correction bit in a refinement.
 */
final class ProgressiveData extends ScanData {

  private static final int RUN_OF_16 = 15;

  private final int[] owners;
  private final DcRange range;
  private final long[][] nonZero;
  private final int blocksWide;
  private final int stride;
  private int endOfBandRun;

  /**
   * A scan.
   *
   * @param nonZero for each component of the frame, for each block: bit k is set if coefficient k
   *     is not zero; null if no refinement comes
   */
  ProgressiveData(JpegPicture picture, Scan scan, long[][] nonZero) {
    super(picture, scan);
    this.nonZero = nonZero;
    owners = McuBlocks.owners(frame(), scan);
    range = new DcRange(scan);
    Component component = frame().components().get(scan.parts().get(0).index());
    blocksWide = frame().blocksWide(component);
    stride = frame().paddedBlocksWide(component);
  }

  @Override
  boolean read(BitReader stretch, int firstMcu, int endMcu) {
    if (scan().isDc()) {
      return scan().isRefinement()
          ? skipDcBits(stretch, firstMcu, endMcu)
          : readDc(stretch, firstMcu, endMcu);
    }
    endOfBandRun = 0;
    long[] known = nonZero == null ? null : nonZero[scan().parts().get(0).index()];
    HuffmanTable table = scan().parts().get(0).ac();
    for (int block = firstMcu; block < endMcu; block++) {
      boolean good =
          scan().isRefinement()
              ? refineAc(stretch, table, known, place(block))
              : readAc(stretch, table, known, block);
      if (!good || stretch.isOverdrawn()) {
        return false;
      }
    }
    return true;
  }

  private int place(int block) {
    return block / blocksWide * stride + block % blocksWide;
  }

  private boolean skipDcBits(BitReader stretch, int firstMcu, int endMcu) {
    // At most 10 × 2^26 blocks by the limits of a frame.
    stretch.skip((endMcu - firstMcu) * owners.length);
    return !stretch.isOverdrawn();
  }

  private boolean readDc(BitReader stretch, int firstMcu, int endMcu) {
    range.reset();
    for (int mcu = firstMcu; mcu < endMcu; mcu++) {
      if (!readDcs(stretch) || stretch.isOverdrawn()) {
        return false;
      }
    }
    return true;
  }

  private boolean readDcs(BitReader stretch) {
    for (int owner : owners) {
      int size = stretch.symbol(scan().parts().get(owner).dc());
      if (size < 0) {
        return false;
      }
      range.add(owner, (long) stretch.read(size) << (Long.SIZE - 1 - size) << 1, size);
    }
    return !range.isLeft();
  }

  @Override
  boolean readOn(BitReader rest) {
    if (scan().isRefinement()) {
      // Any bits would do for DC; of AC it depends on blocks that are not there.
      return false;
    }
    return scan().isDc() ? readDcs(rest) : readAc(rest, scan().parts().get(0).ac(), null, 0);
  }

  private boolean readAc(BitReader stretch, HuffmanTable table, long[] known, int block) {
    if (endOfBandRun > 0) {
      endOfBandRun--;
      return true;
    }
    long found = 0;
    int k = scan().first();
    while (k <= scan().last()) {
      int symbol = stretch.symbol(table);
      int run = symbol >> 4;
      int size = symbol & 0xf;
      if (symbol < 0) {
        return false;
      } else if (size > 0) {
        k += run;
        stretch.skip(size);
        found |= 1L << k;
        k++;
      } else if (run == RUN_OF_16) {
        k += RUN_OF_16 + 1;
      } else {
        endOfBandRun = (1 << run) + stretch.read(run) - 1;
        break;
      }
    }
    if (known != null) {
      known[place(block)] |= found;
    }
    return k <= scan().last() + 1;
  }

  private boolean refineAc(BitReader stretch, HuffmanTable table, long[] known, int place) {
    long old = known[place];
    long band = -1L >>> (Long.SIZE - 1 - scan().last()) & -1L << scan().first();
    long rest = band;
    if (endOfBandRun == 0) {
      while (rest != 0) {
        int symbol = stretch.symbol(table);
        int run = symbol >> 4;
        int size = symbol & 0xf;
        if (symbol < 0 || size > 1) {
          return false;
        }
        if (size == 0 && run < RUN_OF_16) {
          endOfBandRun = (1 << run) + stretch.read(run);
          break;
        }
        stretch.skip(size);
        // Goes to the zero coefficient behind as many others as the run says.
        long zeros = rest & ~old;
        for (int i = 0; i < run; i++) {
          zeros &= zeros - 1;
        }
        long target = Long.lowestOneBit(zeros);
        long passed = target == 0 ? rest : rest & (target - 1 | target);
        if (size > 0 && target == 0) {
          return false;
        }
        stretch.skip(Long.bitCount(passed & old));
        known[place] |= size > 0 ? target : 0;
        rest &= ~passed;
      }
    }
    if (endOfBandRun > 0) {
      stretch.skip(Long.bitCount(rest & old));
      endOfBandRun--;
    }
    return true;
  }
}
