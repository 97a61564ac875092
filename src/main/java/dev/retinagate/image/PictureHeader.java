package dev.retinagate.image;

import dev.retinagate.detection.PictureException;
import dev.retinagate.detection.PictureException.Reason;
import java.nio.ByteBuffer;

/**
 * What a picture's first bytes tell. Nothing is decompressed and nothing is allocated by a size
 * that the bytes claim, which is why this is not left to a metadata library.
 *
 * @param format told by the bytes
 * @param width width in pixels as stored, before orientation
 * @param height height in pixels as stored, before orientation
 * @param orientation how to turn it upright
 */
public record PictureHeader(PictureFormat format, int width, int height, Orientation orientation) {

  /**
   * Reads and checks a header.
   *
   * @param picture the whole encoded picture, from position to limit; left as it is
   * @throws PictureException if it is empty, of no known format, damaged, too large or too small
   */
  public static PictureHeader read(ByteBuffer picture, PictureLimits limits)
      throws PictureException {
    if (!picture.hasRemaining()) {
      throw new PictureException(
          Reason.EMPTY, "The picture is empty; send the bytes of a JPEG, PNG, WebP or BMP file.");
    }
    PictureFormat format = PictureFormat.sniff(picture);
    if (format == null) {
      throw new PictureException(
          Reason.UNSUPPORTED_FORMAT,
          "The bytes are no picture that can be decoded; send JPEG, PNG, WebP or BMP.");
    }
    PictureHeader header = parse(format, picture);
    long pixels = (long) header.width * header.height;
    if (header.width <= 0 || header.height <= 0) {
      throw damaged(format);
    }
    if (pixels > limits.maxPixels()) {
      throw new PictureException(
          Reason.TOO_MANY_PIXELS,
          "The picture has %d×%d pixels, more than the %d that are allowed; send a smaller one."
              .formatted(header.width, header.height, limits.maxPixels()));
    }
    if (Math.min(header.width, header.height) < PictureLimits.MIN_SIDE) {
      throw new PictureException(
          Reason.TOO_SMALL,
          "The picture has %d×%d pixels; each side needs at least %d."
              .formatted(header.width, header.height, PictureLimits.MIN_SIDE));
    }
    return header;
  }

  private static PictureHeader parse(PictureFormat format, ByteBuffer picture)
      throws PictureException {
    try {
      ByteBuffer in = picture.slice();
      return switch (format) {
        case JPEG -> HeaderParsers.jpeg(in);
        case PNG -> HeaderParsers.png(in);
        case WEBP -> HeaderParsers.webp(in);
        case BMP -> HeaderParsers.bmp(in);
      };
    } catch (IndexOutOfBoundsException | IllegalArgumentException e) {
      throw damaged(format);
    }
  }

  /** The refusal for bytes that start as a picture and do not go on as one. */
  static PictureException damaged(PictureFormat format) {
    return new PictureException(
        Reason.UNDECODABLE,
        "The %s picture is damaged or cut short; send the complete file.".formatted(format));
  }

  /** Width of the upright picture. */
  public int uprightWidth() {
    return orientation.swapsSides() ? height : width;
  }

  /** Height of the upright picture. */
  public int uprightHeight() {
    return orientation.swapsSides() ? width : height;
  }
}
