package dev.retinagate.image;

import dev.retinagate.detection.PictureException;
import dev.retinagate.detection.PictureException.Reason;
import java.nio.ByteBuffer;

/**
 * What a picture's headers tell, and that its decoding is within the limits.
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
   * @throws PictureException if it is empty, of no known format, damaged, too large, too small, or
   *     too expensive to decode
   */
  public static PictureHeader read(ByteBuffer picture, PictureLimits limits)
      throws PictureException {
    PictureFormat format = formatOf(picture);
    EncodedPicture encoded = format.read(picture);
    limits.require(encoded);
    limits.require(encoded.cost(limits.maxWork()));
    return new PictureHeader(
        format, encoded.width(), encoded.height(), Orientation.of(encoded.exif()));
  }

  private static PictureFormat formatOf(ByteBuffer picture) throws PictureException {
    if (!picture.hasRemaining()) {
      throw new PictureException(
          Reason.EMPTY, "The picture is empty; send the bytes of a JPEG, PNG, WebP or BMP file.");
    }
    PictureFormat format = PictureFormat.sniff(picture);
    if (format != null) {
      return format;
    }
    OtherFormat other = OtherFormat.sniff(picture);
    throw new PictureException(
        Reason.UNSUPPORTED_FORMAT,
        other != null
            ? other.toString()
            : "The bytes are no picture that can be decoded; send JPEG, PNG, WebP or BMP.");
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
