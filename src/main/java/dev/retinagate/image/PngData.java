package dev.retinagate.image;

import dev.retinagate.detection.PictureException;
import java.nio.ByteBuffer;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * Inflates a PNG's data and keeps nothing but their number. libpng inflates also what comes behind
 * the last row, and 20 MiB of it can become 20 GB.
 */
final class PngData implements AutoCloseable {

  /** Deflate cannot do better (zlib's technical notes). */
  private static final long MAX_RATIO = 1032;

  /** So much behind the last row costs libpng 0.2 s: less than to inflate every PNG here would. */
  private static final long HARMLESS_BYTES = 128L << 20;

  /** A row or so too many is a mistake of encoders that viewers do not mind. */
  private static final long MAX_SURPLUS_BYTES = 1L << 20;

  private static final int WINDOW_BYTES = 1 << 16;

  private final long expected;
  private final Inflater inflater = new Inflater();
  private final byte[] window = new byte[WINDOW_BYTES];
  private long found;

  /** Data of which so many bytes are expected. */
  PngData(long expected) {
    this.expected = expected;
  }

  /** Whether so many bytes of deflated data could become many more than are expected. */
  static boolean isSuspicious(long deflated, long expected) {
    return maxSurplus(deflated, expected) > HARMLESS_BYTES;
  }

  /** Most bytes that so many of deflated data can become beyond those that are expected. */
  static long maxSurplus(long deflated, long expected) {
    return Math.max(0, deflated * MAX_RATIO - expected);
  }

  /**
   * Inflates the next data.
   *
   * @throws PictureException if they are damaged, or become more than is expected
   */
  void add(ByteBuffer deflated) throws PictureException {
    inflater.setInput(deflated);
    try {
      while (!inflater.finished() && !inflater.needsInput()) {
        int more = inflater.inflate(window);
        found += more;
        if (found > expected + MAX_SURPLUS_BYTES || (more == 0 && inflater.needsDictionary())) {
          throw damaged();
        }
      }
    } catch (DataFormatException e) {
      throw damaged();
    }
  }

  /**
   * Ends.
   *
   * @throws PictureException if less came than is expected
   */
  void requireWhole() throws PictureException {
    if (found < expected) {
      throw damaged();
    }
  }

  private static PictureException damaged() {
    return PictureException.damaged("PNG");
  }

  @Override
  public void close() {
    inflater.end();
  }
}
