package dev.retinagate.image;

import dev.retinagate.detection.PictureException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** The formats that are decoded, told by their first bytes and never by a declared type. */
public enum PictureFormat {
  /** JPEG, baseline or progressive. */
  JPEG("JPEG"),
  /** PNG; of an animation the first picture. */
  PNG("PNG"),
  /** WebP, lossy or lossless, not animated. */
  WEBP("WebP"),
  /** Windows bitmap. */
  BMP("BMP");

  private static final byte[] PNG_SIGNATURE = {(byte) 0x89, 'P', 'N', 'G', 13, 10, 26, 10};
  private static final byte[] JPEG_SIGNATURE = {(byte) 0xff, (byte) 0xd8};
  private static final byte[] RIFF = "RIFF".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] WEBP_TYPE = "WEBP".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] BMP_SIGNATURE = "BM".getBytes(StandardCharsets.US_ASCII);
  private static final int WEBP_TYPE_OFFSET = 8;

  private final String words;

  PictureFormat(String words) {
    this.words = words;
  }

  /** The format of the bytes from the buffer's position on, or {@code null}. */
  static PictureFormat sniff(ByteBuffer bytes) {
    if (startsWith(bytes, 0, JPEG_SIGNATURE)) {
      return JPEG;
    }
    if (startsWith(bytes, 0, PNG_SIGNATURE)) {
      return PNG;
    }
    if (startsWith(bytes, 0, RIFF) && startsWith(bytes, WEBP_TYPE_OFFSET, WEBP_TYPE)) {
      return WEBP;
    }
    return startsWith(bytes, 0, BMP_SIGNATURE) && BmpFile.isOne(bytes) ? BMP : null;
  }

  /**
   * Reads a picture of this format.
   *
   * @param bytes the whole picture, from position to limit; left as it is
   * @throws PictureException if its headers are damaged, or of a kind that is not decoded
   */
  EncodedPicture read(ByteBuffer bytes) throws PictureException {
    try {
      return switch (this) {
        case JPEG -> new JpegFile(bytes);
        case PNG -> new PngFile(bytes);
        case WEBP -> new WebpFile(bytes);
        case BMP -> new BmpFile(bytes);
      };
    } catch (IndexOutOfBoundsException | IllegalArgumentException e) {
      // A parser may read past the end: the picture is cut short.
      throw PictureException.damaged(words);
    }
  }

  /** As people write it. */
  @Override
  public String toString() {
    return words;
  }

  private static boolean startsWith(ByteBuffer bytes, int offset, byte[] prefix) {
    if (bytes.remaining() < offset + prefix.length) {
      return false;
    }
    for (int i = 0; i < prefix.length; i++) {
      if (bytes.get(bytes.position() + offset + i) != prefix[i]) {
        return false;
      }
    }
    return true;
  }
}
