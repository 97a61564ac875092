package dev.retinagate.image;

import dev.retinagate.detection.PictureException;
import dev.retinagate.detection.PictureException.Reason;
import dev.retinagate.image.webp.CodeGroups;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/**
 * A WebP (RFC 9649). The decoder gets the picture's chunk alone: transparency is not used, and
 * decoding it would cost as much again.
 */
final class WebpFile implements EncodedPicture {

  private static final int RIFF = 0x46464952;
  private static final int WEBP = 0x50424557;
  private static final int LOSSY = 0x20385056;
  private static final int LOSSLESS = 0x4c385056;
  private static final int EXTENDED = 0x58385056;
  private static final int EXIF = 0x46495845;
  private static final int RIFF_HEADER_BYTES = 12;
  private static final int CHUNK_HEADER_BYTES = 8;
  private static final int ANIMATION_FLAG = 0x02;
  private static final int MAX_EXIF_BLOCKS = 16;

  /** Extents have 14 bits. */
  private static final int MAX_SIDE = 16_383;

  private static final int EXTENT_MASK = 0x3fff;
  private static final int LOSSY_HEADER_BYTES = 10;
  private static final int LOSSY_START_CODE = 0x2a019d;
  private static final int LOSSLESS_HEADER_BYTES = 5;
  private static final int LOSSLESS_SIGNATURE = 0x2f;

  /** Position of the byte that says whether there is transparency, and its bit. */
  private static final int TRANSPARENCY_OFFSET = 4;

  private static final int TRANSPARENCY_BIT = 0x10;

  private static final double LOSSY_PIXEL_NANOS = 3;
  private static final double LOSSY_BYTE_NANOS = 50;
  private static final double LOSSLESS_PIXEL_NANOS = 12;
  private static final double LOSSLESS_BYTE_NANOS = 10;

  /** Five tables of a group of codes. */
  private static final double GROUP_NANOS = 12_000;

  private static final long GROUP_BYTES = 12_000;

  /** Encoders make some hundreds. */
  private static final int MANY_GROUPS = 1_000;

  /** Four channels before there are three. */
  private static final long LOSSLESS_BYTES_PER_PIXEL = 4L + PictureCost.DECODED_BYTES_PER_PIXEL;

  /** OpenCV looks at no shorter file. */
  private static final int MIN_FILE_BYTES = 32;

  private final ByteBuffer in;
  private final List<ByteBuffer> exif = new ArrayList<>();
  private ByteBuffer picture;
  private boolean lossless;
  private int width;
  private int height;

  WebpFile(ByteBuffer bytes) throws PictureException {
    in = bytes.slice().order(ByteOrder.LITTLE_ENDIAN);
    if (in.limit() < RIFF_HEADER_BYTES + CHUNK_HEADER_BYTES) {
      throw damaged();
    }
    int canvasWidth = 0;
    int canvasHeight = 0;
    for (int at = RIFF_HEADER_BYTES; at <= in.limit() - CHUNK_HEADER_BYTES; at = behind(at)) {
      int type = in.getInt(at);
      if (!isWhole(at)) {
        break;
      }
      if (type == EXTENDED && at == RIFF_HEADER_BYTES && chunk(at).limit() >= 10) {
        ByteBuffer chunk = chunk(at);
        requireStill(chunk);
        canvasWidth = 1 + (chunk.getInt(4) & 0xffffff);
        canvasHeight = 1 + (chunk.getInt(6) >>> 8);
      } else if (type == EXIF && exif.size() < MAX_EXIF_BLOCKS) {
        exif.add(ExifPrefix.skip(chunk(at)));
      } else if ((type == LOSSY || type == LOSSLESS) && picture == null) {
        picture = chunk(at);
        lossless = type == LOSSLESS;
        readExtents();
      }
    }
    boolean fits = canvasWidth == 0 || (canvasWidth == width && canvasHeight == height);
    if (picture == null || !fits) {
      throw damaged();
    }
  }

  private static PictureException damaged() {
    return PictureException.damaged("WebP");
  }

  private boolean isWhole(int at) {
    int length = in.getInt(at + Integer.BYTES);
    return length >= 0 && length <= in.limit() - at - CHUNK_HEADER_BYTES;
  }

  private ByteBuffer chunk(int at) {
    return in.slice(at + CHUNK_HEADER_BYTES, in.getInt(at + Integer.BYTES))
        .order(ByteOrder.LITTLE_ENDIAN);
  }

  /** Where the next chunk begins: at an even place. */
  private int behind(int at) {
    int length = in.getInt(at + Integer.BYTES);
    return at + CHUNK_HEADER_BYTES + length + (length & 1);
  }

  private static void requireStill(ByteBuffer extended) throws PictureException {
    if ((extended.get(0) & ANIMATION_FLAG) != 0) {
      throw new PictureException(
          Reason.UNSUPPORTED_FORMAT,
          "This is an animated WebP, which is not decoded; send one picture of it.");
    }
  }

  private void readExtents() throws PictureException {
    if (lossless) {
      if (picture.limit() < LOSSLESS_HEADER_BYTES || picture.get(0) != LOSSLESS_SIGNATURE) {
        throw damaged();
      }
      int packed = picture.getInt(1);
      width = (packed & EXTENT_MASK) + 1;
      height = (packed >>> 14 & EXTENT_MASK) + 1;
    } else {
      boolean key = picture.limit() >= LOSSY_HEADER_BYTES && (picture.get(0) & 1) == 0;
      if (!key || (picture.getInt(3) & 0xffffff) != LOSSY_START_CODE) {
        throw damaged();
      }
      width = picture.getShort(6) & EXTENT_MASK;
      height = picture.getShort(8) & EXTENT_MASK;
    }
    if (width == 0 || height == 0) {
      throw damaged();
    }
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
    return exif;
  }

  @Override
  public PictureCost cost(double maxWork) throws PictureException {
    long pixels = (long) width * height;
    int bytes = picture.limit();
    if (!lossless) {
      return PictureCost.ofNanos(
          LOSSY_PIXEL_NANOS * pixels + LOSSY_BYTE_NANOS * bytes,
          PictureCost.DECODED_BYTES_PER_PIXEL * pixels,
          "WebP");
    }
    double nanos = LOSSLESS_PIXEL_NANOS * pixels + LOSSLESS_BYTE_NANOS * bytes;
    PictureCost withoutGroups =
        PictureCost.ofNanos(nanos, LOSSLESS_BYTES_PER_PIXEL * pixels, "lossless WebP");
    if (withoutGroups.megapixels() > maxWork) {
      // Counting goes over a picture of the groups' numbers, which is large where this one is.
      return withoutGroups;
    }
    int groups = CodeGroups.count(picture, width, height).orElseThrow(WebpFile::damaged);
    return PictureCost.ofNanos(
        nanos + GROUP_NANOS * groups,
        LOSSLESS_BYTES_PER_PIXEL * pixels + GROUP_BYTES * groups,
        groups > MANY_GROUPS
            ? "lossless WebP with %d groups of codes".formatted(groups)
            : "lossless WebP");
  }

  @Override
  public int maxLength() {
    return MIN_FILE_BYTES + picture.limit() + 1;
  }

  @Override
  public void copyTo(ByteBuffer out) {
    ByteBuffer file = out.slice().order(ByteOrder.LITTLE_ENDIAN);
    int padded = picture.limit() + (picture.limit() & 1);
    file.putInt(RIFF).putInt(Integer.BYTES + CHUNK_HEADER_BYTES + padded).putInt(WEBP);
    file.putInt(lossless ? LOSSLESS : LOSSY).putInt(picture.limit());
    int begin = file.position();
    file.put(picture.duplicate());
    if (lossless) {
      // Without it, the decoder writes three channels straight away instead of four and then three.
      int at = begin + TRANSPARENCY_OFFSET;
      file.put(at, (byte) (file.get(at) & ~TRANSPARENCY_BIT));
    }
    // The decoder reads to the end of the file, not of the chunk.
    while (file.position() < Math.max(MIN_FILE_BYTES, begin + padded)) {
      file.put((byte) 0);
    }
    out.position(out.position() + file.position());
  }
}
