package dev.retinagate.image.webp;

import java.nio.ByteBuffer;
import java.util.OptionalInt;

/** Counts the groups of prefix codes of a lossless WebP. */
public final class CodeGroups {

  private static final int HEADER_BITS = 40;
  private static final int PREDICTOR = 0;
  private static final int COLOUR = 1;
  private static final int SUBTRACT_GREEN = 2;
  private static final int TRANSFORMS = 4;
  private static final int MAX_CACHE_BITS = 11;
  private static final int NUMBER_MASK = 0xffff;

  private CodeGroups() {}

  /**
   * Reads up to the pixels.
   *
   * @param chunk content of the VP8L chunk; begins with the signature
   * @param width pixels beside each other, as the chunk announces them
   * @param height pixels above each other
   * @return how many there are, 1..65536; empty if the chunk is damaged
   */
  public static OptionalInt count(ByteBuffer chunk, int width, int height) {
    LosslessBits bits = new LosslessBits(chunk.slice());
    bits.read(HEADER_BITS / 2);
    bits.read(HEADER_BITS / 2);
    int columns = width;
    boolean[] seen = new boolean[TRANSFORMS];
    while (bits.readFlag()) {
      int transform = bits.read(2);
      if (seen[transform]) {
        return OptionalInt.empty();
      }
      seen[transform] = true;
      if (transform == PREDICTOR || transform == COLOUR) {
        int side = 1 << (2 + bits.read(3));
        if (LosslessImage.read(bits, ceil(columns, side), ceil(height, side)).isEmpty()) {
          return OptionalInt.empty();
        }
      } else if (transform != SUBTRACT_GREEN) {
        int colours = 1 + bits.read(8);
        if (LosslessImage.read(bits, colours, 1).isEmpty()) {
          return OptionalInt.empty();
        }
        columns = ceil(columns, pixelsPerByte(colours));
      }
    }
    return countOfPicture(bits, columns, height);
  }

  private static OptionalInt countOfPicture(LosslessBits bits, int width, int height) {
    if (bits.readFlag() && bits.read(4) > MAX_CACHE_BITS) {
      return OptionalInt.empty();
    }
    if (!bits.readFlag()) {
      return OptionalInt.of(1);
    }
    int side = 1 << (2 + bits.read(3));
    var numbers = LosslessImage.read(bits, ceil(width, side), ceil(height, side));
    if (numbers.isEmpty()) {
      return OptionalInt.empty();
    }
    int last = 0;
    for (int pixel : numbers.get()) {
      last = Math.max(last, pixel >> 8 & NUMBER_MASK);
    }
    return OptionalInt.of(last + 1);
  }

  /** Palettes of few colours have several pixels in one. */
  private static int pixelsPerByte(int colours) {
    return colours > 16 ? 1 : colours > 4 ? 2 : colours > 2 ? 4 : 8;
  }

  private static int ceil(int dividend, int divisor) {
    return (dividend + divisor - 1) / divisor;
  }
}
