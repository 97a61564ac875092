package dev.retinagate.image.jpeg;

/**
 * What decoding takes, known before it begins: the time grows with samples, with bytes of data, and
 * with the blocks that each scan of a progressive picture walks over even where it has no data.
 *
 * <p>The unit is a megapixel of an ordinary baseline JPEG (4:2:0, 0.2 bytes a pixel), 6.5 ms on the
 * machine where the shares below were measured with libjpeg-turbo 3.0.3 and our own check, as
 * nanoseconds.
 */
public final class JpegWork {

  private static final double NANOS_PER_MEGAPIXEL = 6.5e6;

  /** Transform, upsampling and colours, for each block of any component. */
  private static final double OUTPUT_NANOS = 190;

  private static final double BYTE_NANOS = 12;
  private static final double SEQUENTIAL_BLOCK_NANOS = 20;
  private static final double PROGRESSIVE_BLOCK_NANOS = 30;

  /** A refinement looks at every coefficient, 1.5 ns each. */
  private static final double REFINED_BLOCK_NANOS = 100;

  /** Look-up tables of up to eight codes, made by the decoder and by our check. */
  private static final double SCAN_NANOS = 50_000;

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
    nanos = frame.blocks() * OUTPUT_NANOS;
  }

  void add(Scan scan) {
    double blockNanos =
        !frame.isProgressive()
            ? SEQUENTIAL_BLOCK_NANOS
            : scan.isRefinement() && !scan.isDc() ? REFINED_BLOCK_NANOS : PROGRESSIVE_BLOCK_NANOS;
    nanos += SCAN_NANOS + scan.blocks(frame) * blockNanos;
    nanos += (scan.to() - scan.from()) * BYTE_NANOS;
    refined |= scan.isRefinement() && !scan.isDc();
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
