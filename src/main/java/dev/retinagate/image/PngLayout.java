package dev.retinagate.image;

import dev.retinagate.detection.PictureException;
import java.nio.ByteBuffer;

/**
 * What an IHDR chunk says.
 *
 * @param width at least 1
 * @param height at least 1
 * @param bitsPerPixel 1..64
 * @param interlaced whether the pixels come in the seven passes of Adam7
 */
record PngLayout(int width, int height, int bitsPerPixel, boolean interlaced) {

  static final int HEADER_BYTES = 13;

  private static final double PIXEL_NANOS = 2.6;
  private static final double INTERLACED_PIXEL_NANOS = 5.2;

  /** Inflating and the Paeth filter. */
  private static final double RAW_BYTE_NANOS = 2.8;

  /** Data that are hardly compressed. */
  private static final double DEFLATED_BYTE_NANOS = 7;

  /** Inflating alone, for nothing but to see where the data end. */
  private static final double CHECKED_RAW_BYTE_NANOS = 1.6;

  private static final double CHECKED_DEFLATED_BYTE_NANOS = 5;

  private static final int GREY = 0;
  private static final int COLOUR = 2;
  private static final int PALETTE = 3;
  private static final int GREY_ALPHA = 4;
  private static final int COLOUR_ALPHA = 6;

  /** First column, first row, and the distances between columns and rows, of each pass. */
  private static final int[][] ADAM7 = {
    {0, 0, 8, 8}, {4, 0, 8, 8}, {0, 4, 4, 8}, {2, 0, 4, 4}, {0, 2, 2, 4}, {1, 0, 2, 2}, {0, 1, 1, 2}
  };

  private static final int[][] ONE_PASS = {{0, 0, 1, 1}};

  static PngLayout read(ByteBuffer header) throws PictureException {
    int width = header.getInt(0);
    int height = header.getInt(4);
    int depth = header.get(8);
    int channels = channels(header.get(9), depth);
    boolean good =
        width > 0
            && height > 0
            && channels > 0
            && header.getShort(10) == 0
            && (header.get(12) & ~1) == 0;
    if (!good) {
      throw PictureException.damaged("PNG");
    }
    return new PngLayout(width, height, channels * depth, header.get(12) == 1);
  }

  /** Samples of a pixel; 0 if the standard does not know the combination (table 12). */
  private static int channels(int colourType, int depth) {
    boolean eightOrSixteen = depth == 8 || depth == 16;
    boolean upToEight = depth == 1 || depth == 2 || depth == 4 || depth == 8;
    return switch (colourType) {
      case GREY -> upToEight || depth == 16 ? 1 : 0;
      case PALETTE -> upToEight ? 1 : 0;
      case COLOUR -> eightOrSixteen ? 3 : 0;
      case GREY_ALPHA -> eightOrSixteen ? 2 : 0;
      case COLOUR_ALPHA -> eightOrSixteen ? 4 : 0;
      default -> 0;
    };
  }

  /** Bytes of the data once inflated: rows, each with its filter's byte. */
  long dataBytes() {
    long bytes = 0;
    for (int[] pass : interlaced ? ADAM7 : ONE_PASS) {
      long columns = steps(width, pass[0], pass[2]);
      long rows = steps(height, pass[1], pass[3]);
      bytes += columns == 0 ? 0 : rows * (1 + (columns * bitsPerPixel + 7) / 8);
    }
    return bytes;
  }

  private static long steps(long extent, int first, int step) {
    return extent <= first ? 0 : (extent - first + step - 1) / step;
  }

  /**
   * What decoding costs.
   *
   * @param deflatedBytes length of the data
   */
  PictureCost cost(long deflatedBytes) {
    long pixels = (long) width * height;
    long raw = dataBytes();
    double nanos =
        (interlaced ? INTERLACED_PIXEL_NANOS : PIXEL_NANOS) * pixels
            + RAW_BYTE_NANOS * raw
            + DEFLATED_BYTE_NANOS * deflatedBytes;
    nanos +=
        PngData.isSuspicious(deflatedBytes, raw)
            ? CHECKED_RAW_BYTE_NANOS * raw + CHECKED_DEFLATED_BYTE_NANOS * deflatedBytes
            : CHECKED_RAW_BYTE_NANOS * PngData.maxSurplus(deflatedBytes, raw);
    return PictureCost.ofNanos(
        nanos,
        PictureCost.DECODED_BYTES_PER_PIXEL * pixels,
        "%sPNG of %d bits a pixel".formatted(interlaced ? "interlaced " : "", bitsPerPixel));
  }
}
