package dev.retinagate.image.jpeg;

/**
 * What decoding takes, known before it begins: the time grows with samples, with bytes of data, and
 * with the blocks that each scan of a progressive picture walks over even where it has no data.
 *
 * <p>The unit is a megapixel of an ordinary baseline JPEG (4:2:0, 0.2 bytes a pixel). The shares
 * below are nanoseconds of the machine where they were measured, with libjpeg-turbo 3.0.3 and our
 * own check, each for the pattern that makes most of it; {@code PictureSweepIT} holds them to that.
 */
public final class JpegWork {

  /** What the unit takes on that machine. */
  public static final double NANOS_PER_MEGAPIXEL = 7.6e6;

  /** Upsampling and colours, for each pixel. */
  private static final double PIXEL_NANOS = 2.4;

  /** Transform, for each block of any component. */
  private static final double TRANSFORM_NANOS = 70;

  /** Codes of two bits, each with its bit of value, are the worst. */
  private static final double SEQUENTIAL_BYTE_NANOS = 20;

  private static final double PROGRESSIVE_BYTE_NANOS = 32;
  private static final double BLOCK_NANOS = 10;

  /** A refinement looks at every coefficient. */
  private static final double REFINED_BLOCK_NANOS = 30;

  /**
   * Look-up tables of a component's codes in a scan, made by the decoder and by our check: they may
   * be the scan's own.
   */
  private static final double TABLES_NANOS = 30_000;

  /** Coefficients of a block, two bytes each. */
  private static final int COEFFICIENT_BYTES = 128;

  /** A bit for each coefficient of a block. */
  private static final int HISTORY_BYTES = Long.BYTES;

  private final Frame frame;
  private double nanos;
  private int scans;
  private boolean refined;

  JpegWork(Frame frame) {
    this.frame = frame;
    nanos = frame.pixels() * PIXEL_NANOS + frame.blocks() * TRANSFORM_NANOS;
  }

  void add(Scan scan) {
    boolean refinesAc = scan.isRefinement() && !scan.isDc();
    nanos += scan.parts().size() * TABLES_NANOS;
    nanos += scan.blocks(frame) * (refinesAc ? REFINED_BLOCK_NANOS : BLOCK_NANOS);
    nanos +=
        (scan.to() - scan.from())
            * (frame.isProgressive() ? PROGRESSIVE_BYTE_NANOS : SEQUENTIAL_BYTE_NANOS);
    refined |= refinesAc;
    scans++;
  }

  /** The time, in megapixels of an ordinary baseline JPEG. */
  public double megapixels() {
    return nanos / NANOS_PER_MEGAPIXEL;
  }

  /**
   * The memory beside the pixels, in bytes: a picture of several scans is kept as coefficients
   * until the last one has been read.
   */
  public long bytes() {
    boolean kept = frame.isProgressive() || scans > 1;
    return frame.blocks() * ((kept ? COEFFICIENT_BYTES : 0) + (refined ? HISTORY_BYTES : 0));
  }

  /** Scans that were counted. */
  public int scans() {
    return scans;
  }
}
