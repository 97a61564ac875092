package dev.retinagate.image;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/**
 * EXIF's orientation (TIFF tag 0x0112), values 1 to 8: how the stored picture is turned upright.
 */
public enum Orientation {
  /** 1: as stored. */
  UPRIGHT(false, false, false),
  /** 2: mirrored left to right. */
  MIRRORED(false, true, false),
  /** 3: turned by 180°. */
  TURNED_180(false, true, true),
  /** 4: mirrored top to bottom. */
  FLIPPED(false, false, true),
  /** 5: rows and columns exchanged. */
  TRANSPOSED(true, false, false),
  /** 6: to be turned clockwise by 90°. */
  TURN_CLOCKWISE(true, true, false),
  /** 7: rows and columns exchanged about the other diagonal. */
  TRANSVERSED(true, true, true),
  /** 8: to be turned counter-clockwise by 90°. */
  TURN_COUNTERCLOCKWISE(true, false, true);

  private static final short TAG = 0x0112;
  private static final int ENTRY_BYTES = 12;
  private static final int TYPE_OFFSET = 2;
  private static final int VALUE_OFFSET = 8;
  private static final short TYPE_BYTE = 1;
  private static final short TYPE_LONG = 4;

  private final boolean swapsSides;
  private final boolean mirrors;
  private final boolean flips;

  Orientation(boolean swapsSides, boolean mirrors, boolean flips) {
    this.swapsSides = swapsSides;
    this.mirrors = mirrors;
    this.flips = flips;
  }

  /** Whether rows become columns (done first). */
  public boolean swapsSides() {
    return swapsSides;
  }

  /** Whether left and right are exchanged after that. */
  boolean mirrors() {
    return mirrors;
  }

  /** Whether top and bottom are exchanged after that. */
  boolean flips() {
    return flips;
  }

  /**
   * The first orientation in a picture's EXIF blocks. Later blocks come from editors that have left
   * the camera's block in place, and viewers take the camera's.
   */
  static Orientation of(List<ByteBuffer> blocks) {
    for (ByteBuffer block : blocks) {
      int value = valueIn(block);
      if (value >= 1 && value <= values().length) {
        return values()[value - 1];
      }
    }
    return UPRIGHT;
  }

  /**
   * Finds the orientation in a TIFF structure, which is what an EXIF block holds. A block that is
   * damaged or lacks the tag says nothing.
   *
   * @return 0 if there is none
   */
  private static int valueIn(ByteBuffer block) {
    ByteBuffer tiff = block.slice();
    if (tiff.remaining() < 2 * Integer.BYTES) {
      return 0;
    }
    tiff.order(tiff.get(0) == 'I' ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
    int directory = tiff.getInt(Integer.BYTES);
    if (directory < 0 || directory > tiff.limit() - Short.BYTES) {
      return 0;
    }
    int entries = Short.toUnsignedInt(tiff.getShort(directory));
    for (int i = 0; i < entries; i++) {
      int entry = directory + Short.BYTES + i * ENTRY_BYTES;
      if (entry > tiff.limit() - ENTRY_BYTES) {
        break;
      }
      if (tiff.getShort(entry) == TAG) {
        return switch (tiff.getShort(entry + TYPE_OFFSET)) {
          case TYPE_BYTE -> tiff.get(entry + VALUE_OFFSET);
          case TYPE_LONG -> tiff.getInt(entry + VALUE_OFFSET);
          default -> tiff.getShort(entry + VALUE_OFFSET);
        };
      }
    }
    return 0;
  }
}
