package dev.retinagate.image;

import dev.retinagate.detection.PictureException;
import dev.retinagate.detection.PictureException.Reason;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/** A Windows bitmap (Microsoft BITMAPCOREHEADER, BITMAPINFOHEADER and its successors). */
final class BmpFile implements EncodedPicture {

  private static final int DATA_OFFSET = 10;
  private static final int RESERVED_OFFSET = 6;
  private static final int INFO_OFFSET = 14;
  private static final int WIDTH_OFFSET = 18;
  private static final int HEIGHT_OFFSET = 22;
  private static final int PLANES_OFFSET = 26;
  private static final int DEPTH_OFFSET = 28;
  private static final int COMPRESSION_OFFSET = 30;
  private static final int CORE_HEIGHT_OFFSET = 20;
  private static final int CORE_PLANES_OFFSET = 22;
  private static final int CORE_DEPTH_OFFSET = 24;
  private static final int CORE_HEADER_BYTES = 12;

  /** The shortest header that OpenCV reads beside the core header. */
  private static final int MIN_INFO_BYTES = 40;

  private static final int MAX_INFO_BYTES = 124;
  private static final int UNCOMPRESSED = 0;
  private static final int RUN_LENGTH_8 = 1;
  private static final int RUN_LENGTH_4 = 2;
  private static final int BIT_FIELDS = 3;

  /** CV_IO_MAX_IMAGE_WIDTH and CV_IO_MAX_IMAGE_HEIGHT of OpenCV. */
  private static final int MAX_SIDE = 1 << 20;

  private static final double PIXEL_NANOS = 2;

  /** Jumps of run-length coding, two bytes each, are the worst. */
  private static final double BYTE_NANOS = 3;

  private final ByteBuffer in;
  private final int width;
  private final int height;
  private final int depth;
  private final int compression;

  BmpFile(ByteBuffer bytes) throws PictureException {
    in = bytes.slice().order(ByteOrder.LITTLE_ENDIAN);
    int infoBytes = in.limit() < WIDTH_OFFSET ? MAX_INFO_BYTES : in.getInt(INFO_OFFSET);
    if (in.limit() < INFO_OFFSET + infoBytes) {
      throw damaged();
    }
    boolean core = infoBytes == CORE_HEADER_BYTES;
    width = core ? unsignedShort(WIDTH_OFFSET) : in.getInt(WIDTH_OFFSET);
    // A negative height stands for rows from the top down.
    height = core ? unsignedShort(CORE_HEIGHT_OFFSET) : Math.abs(in.getInt(HEIGHT_OFFSET));
    depth = unsignedShort(core ? CORE_DEPTH_OFFSET : DEPTH_OFFSET);
    compression = core ? UNCOMPRESSED : in.getInt(COMPRESSION_OFFSET);
    if (width <= 0 || height <= 0) {
      throw damaged();
    }
    requireCompression();
  }

  private static PictureException damaged() {
    return PictureException.damaged("BMP");
  }

  /**
   * Whether bytes that begin with BM are a bitmap: text may do so, too.
   *
   * @param bytes as many as there are; where the header is cut short, what there is has to fit
   */
  static boolean isOne(ByteBuffer bytes) {
    ByteBuffer in = bytes.slice().order(ByteOrder.LITTLE_ENDIAN);
    if (in.limit() < COMPRESSION_OFFSET) {
      return in.limit() >= DATA_OFFSET && in.getInt(RESERVED_OFFSET) == 0;
    }
    int infoBytes = in.getInt(INFO_OFFSET);
    boolean core = infoBytes == CORE_HEADER_BYTES;
    boolean info = infoBytes >= MIN_INFO_BYTES && infoBytes <= MAX_INFO_BYTES;
    int offset = in.getInt(DATA_OFFSET);
    int depth = in.getShort(core ? CORE_DEPTH_OFFSET : DEPTH_OFFSET);
    return (core || info)
        && offset >= INFO_OFFSET + infoBytes
        && in.getShort(core ? CORE_PLANES_OFFSET : PLANES_OFFSET) == 1
        && depth >= 0
        && depth <= Integer.SIZE;
  }

  private void requireCompression() throws PictureException {
    boolean decoded =
        switch (compression) {
          case UNCOMPRESSED ->
              depth == 1
                  || depth == 4
                  || depth == 8
                  || depth == 16
                  || depth == 24
                  || depth == Integer.SIZE;
          case RUN_LENGTH_8 -> depth == 8;
          case RUN_LENGTH_4 -> depth == 4;
          case BIT_FIELDS -> depth == 16 || depth == Integer.SIZE;
          default -> false;
        };
    if (!decoded) {
      throw new PictureException(
          Reason.BEYOND_DECODER,
          "This BMP cannot be decoded: it has %d bits a pixel in compression %d. Save it as PNG."
              .formatted(depth, compression));
    }
  }

  private int unsignedShort(int at) {
    return Short.toUnsignedInt(in.getShort(at));
  }

  @Override
  public int width() {
    return width;
  }

  @Override
  public int height() {
    return height;
  }

  @Override
  public int maxSide() {
    return MAX_SIDE;
  }

  @Override
  public List<ByteBuffer> exif() {
    return List.of();
  }

  @Override
  public PictureCost cost(double maxWork) {
    long pixels = (long) width * height;
    return PictureCost.ofNanos(
        PIXEL_NANOS * pixels + BYTE_NANOS * in.limit(),
        PictureCost.DECODED_BYTES_PER_PIXEL * pixels,
        "BMP");
  }

  @Override
  public int maxLength() {
    return in.limit();
  }

  @Override
  public void copyTo(ByteBuffer out) throws PictureException {
    boolean compressed = compression == RUN_LENGTH_8 || compression == RUN_LENGTH_4;
    // Rows fill whole 32-bit words.
    long rowBytes = ((long) width * depth + Integer.SIZE - 1) / Integer.SIZE * Integer.BYTES;
    long needed = in.getInt(DATA_OFFSET) + (compressed ? 1 : rowBytes * height);
    if (needed > in.limit()) {
      throw damaged();
    }
    out.put(in.duplicate());
  }
}
