package dev.retinagate.image;

import dev.retinagate.detection.PictureException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * The headers of the four formats. A parser may read past the end of the bytes; the caller takes
 * the IndexOutOfBoundsException for a picture that is cut short. Sources: ITU-T T.81 (JPEG), W3C
 * PNG, RFC 9649 (WebP), Microsoft BITMAPINFOHEADER.
 */
final class HeaderParsers {

  private static final int MARKER = 0xff;
  private static final int START_OF_IMAGE_BYTES = 2;
  private static final int APP1 = 0xe1;
  private static final int START_OF_SCAN = 0xda;
  private static final int END_OF_IMAGE = 0xd9;
  private static final byte[] EXIF = {'E', 'x', 'i', 'f', 0, 0};

  private static final int PNG_SIGNATURE_BYTES = 8;
  private static final int PNG_CHUNK_OVERHEAD = 12;
  private static final int PNG_IHDR = 0x49484452;
  private static final int PNG_IDAT = 0x49444154;
  private static final int PNG_EXIF = 0x65584966;

  private static final int RIFF_HEADER_BYTES = 12;
  private static final int RIFF_CHUNK_OVERHEAD = 8;
  private static final int VP8_LOSSY = 0x20385056;
  private static final int VP8_LOSSLESS = 0x4c385056;
  private static final int VP8_EXTENDED = 0x58385056;
  private static final int WEBP_EXIF = 0x46495845;
  private static final int ANIMATION_FLAG = 0x02;

  private static final int BMP_INFO_OFFSET = 14;
  private static final int BMP_CORE_HEADER_BYTES = 12;

  private HeaderParsers() {}

  static PictureHeader jpeg(ByteBuffer in) throws PictureException {
    Orientation orientation = Orientation.UPRIGHT;
    int at = START_OF_IMAGE_BYTES;
    while (true) {
      if (unsigned(in, at) != MARKER) {
        throw PictureHeader.damaged(PictureFormat.JPEG);
      }
      int marker = unsigned(in, at + 1);
      if (marker == MARKER) {
        at++;
        continue;
      }
      if (marker == START_OF_SCAN || marker == END_OF_IMAGE) {
        throw PictureHeader.damaged(PictureFormat.JPEG);
      }
      int length = Short.toUnsignedInt(in.getShort(at + 2));
      int body = at + 4;
      if (isStartOfFrame(marker)) {
        int height = Short.toUnsignedInt(in.getShort(body + 1));
        int width = Short.toUnsignedInt(in.getShort(body + 3));
        return new PictureHeader(PictureFormat.JPEG, width, height, orientation);
      }
      if (marker == APP1 && startsWith(in, body, EXIF)) {
        int tiff = body + EXIF.length;
        orientation = Orientation.ofTiff(in.slice(tiff, at + 2 + length - tiff));
      }
      at += 2 + length;
    }
  }

  /** SOF0..SOF15 but for DHT, JPG and DAC, which lie among them. */
  private static boolean isStartOfFrame(int marker) {
    return marker >= 0xc0 && marker <= 0xcf && marker != 0xc4 && marker != 0xc8 && marker != 0xcc;
  }

  static PictureHeader png(ByteBuffer in) throws PictureException {
    if (in.getInt(PNG_SIGNATURE_BYTES + 4) != PNG_IHDR) {
      throw PictureHeader.damaged(PictureFormat.PNG);
    }
    int width = in.getInt(PNG_SIGNATURE_BYTES + 8);
    int height = in.getInt(PNG_SIGNATURE_BYTES + 12);
    Orientation orientation = Orientation.UPRIGHT;
    int at = PNG_SIGNATURE_BYTES;
    while (at <= in.limit() - PNG_CHUNK_OVERHEAD && in.getInt(at + 4) != PNG_IDAT) {
      int length = in.getInt(at);
      if (length < 0 || length > in.limit() - at - PNG_CHUNK_OVERHEAD) {
        throw PictureHeader.damaged(PictureFormat.PNG);
      }
      if (in.getInt(at + 4) == PNG_EXIF) {
        orientation = Orientation.ofTiff(in.slice(at + 8, length));
      }
      at += PNG_CHUNK_OVERHEAD + length;
    }
    return new PictureHeader(PictureFormat.PNG, width, height, orientation);
  }

  static PictureHeader webp(ByteBuffer bytes) throws PictureException {
    ByteBuffer in = bytes.order(ByteOrder.LITTLE_ENDIAN);
    int body = RIFF_HEADER_BYTES + RIFF_CHUNK_OVERHEAD;
    switch (in.getInt(RIFF_HEADER_BYTES)) {
      case VP8_LOSSY -> {
        // 3 bytes of frame tag and 3 of start code come before the two 14-bit extents.
        int width = in.getShort(body + 6) & 0x3fff;
        int height = in.getShort(body + 8) & 0x3fff;
        return new PictureHeader(PictureFormat.WEBP, width, height, Orientation.UPRIGHT);
      }
      case VP8_LOSSLESS -> {
        int packed = in.getInt(body + 1);
        int width = (packed & 0x3fff) + 1;
        int height = (packed >>> 14 & 0x3fff) + 1;
        return new PictureHeader(PictureFormat.WEBP, width, height, Orientation.UPRIGHT);
      }
      case VP8_EXTENDED -> {
        if ((in.get(body) & ANIMATION_FLAG) != 0) {
          throw new PictureException(
              PictureException.Reason.UNSUPPORTED_FORMAT,
              "Animated WebP is not decoded; send one picture of it.");
        }
        int width = 1 + (in.getInt(body + 4) & 0xffffff);
        int height = 1 + (in.getInt(body + 6) >>> 8);
        return new PictureHeader(PictureFormat.WEBP, width, height, webpOrientation(in));
      }
      default -> throw PictureHeader.damaged(PictureFormat.WEBP);
    }
  }

  private static Orientation webpOrientation(ByteBuffer in) {
    int at = RIFF_HEADER_BYTES;
    while (at <= in.limit() - RIFF_CHUNK_OVERHEAD) {
      int length = in.getInt(at + 4);
      int body = at + RIFF_CHUNK_OVERHEAD;
      if (length < 0 || length > in.limit() - body) {
        break;
      }
      if (in.getInt(at) == WEBP_EXIF) {
        boolean prefixed = startsWith(in, body, EXIF);
        int skip = prefixed ? EXIF.length : 0;
        return Orientation.ofTiff(in.slice(body + skip, length - skip));
      }
      at = body + length + (length & 1);
    }
    return Orientation.UPRIGHT;
  }

  static PictureHeader bmp(ByteBuffer bytes) {
    ByteBuffer in = bytes.order(ByteOrder.LITTLE_ENDIAN);
    boolean core = in.getInt(BMP_INFO_OFFSET) == BMP_CORE_HEADER_BYTES;
    int at = BMP_INFO_OFFSET + Integer.BYTES;
    int width = core ? Short.toUnsignedInt(in.getShort(at)) : in.getInt(at);
    // A negative height stands for rows from the top down.
    int height = core ? Short.toUnsignedInt(in.getShort(at + 2)) : Math.abs(in.getInt(at + 4));
    return new PictureHeader(PictureFormat.BMP, width, height, Orientation.UPRIGHT);
  }

  private static int unsigned(ByteBuffer in, int at) {
    return Byte.toUnsignedInt(in.get(at));
  }

  private static boolean startsWith(ByteBuffer in, int at, byte[] prefix) {
    if (at > in.limit() - prefix.length) {
      return false;
    }
    for (int i = 0; i < prefix.length; i++) {
      if (in.get(at + i) != prefix[i]) {
        return false;
      }
    }
    return true;
  }
}
