package dev.retinagate.image;

import dev.retinagate.detection.PictureException;
import dev.retinagate.detection.PictureException.Reason;
import dev.retinagate.os.Environment;

/**
 * What a picture may cost.
 *
 * @param maxPixels most pixels, width × height as its header announces them
 * @param maxWork most work of decoding, in megapixels of an ordinary baseline JPEG
 */
public record PictureLimits(long maxPixels, double maxWork) {

  /** Shorter sides tell a detector nothing. */
  public static final int MIN_SIDE = 16;

  /** Three times the work of the largest ordinary JPEG. */
  public static final double DEFAULT_MAX_WORK = 150;

  /** Four times what a 12-megapixel camera makes, 150 MB decoded. */
  public static final PictureLimits DEFAULT = new PictureLimits(50_000_000, DEFAULT_MAX_WORK);

  /**
   * A light picture is decoded within 50 ms on the machine where the work was measured: less than a
   * client notices that waits behind it.
   */
  private static final double MAX_LIGHT_WORK = 6;

  /** What an ordinary JPEG holds, decoded and encoded, for each of its pixels. */
  private static final double ORDINARY_BYTES_PER_PIXEL = PictureCost.DECODED_BYTES_PER_PIXEL + 0.2;

  private static final int BYTES_PER_MEGABYTE = 1_000_000;

  /**
   * Has OpenCV refuse more pixels by itself, too, should a header ever be read wrongly here. It
   * reads the variable when it is loaded; later calls change nothing.
   */
  public void limitLibrary() {
    Environment.set("OPENCV_IO_MAX_IMAGE_PIXELS", Long.toString(maxPixels));
  }

  /** The same limits, but for the work of decoding, which is small. */
  public PictureLimits ofLightPictures() {
    return new PictureLimits(maxPixels, Math.min(maxWork, MAX_LIGHT_WORK));
  }

  /** Most memory that decoding may take: twice that of the largest ordinary JPEG. */
  long maxBytes() {
    return Math.round(2 * ORDINARY_BYTES_PER_PIXEL * maxPixels);
  }

  /**
   * Checks a size.
   *
   * @throws PictureException if it is out of the limits
   */
  void require(EncodedPicture picture) throws PictureException {
    int width = picture.width();
    int height = picture.height();
    if ((long) width * height > maxPixels) {
      throw new PictureException(
          Reason.TOO_MANY_PIXELS,
          "The picture has %d×%d pixels, more than the %d that are allowed; send a smaller one."
              .formatted(width, height, maxPixels));
    }
    if (Math.max(width, height) > picture.maxSide()) {
      throw new PictureException(
          Reason.BEYOND_DECODER,
          "The picture has %d×%d pixels, and the decoder takes at most %d a side; send a smaller one."
              .formatted(width, height, picture.maxSide()));
    }
    if (Math.min(width, height) < MIN_SIDE) {
      throw new PictureException(
          Reason.TOO_SMALL,
          "The picture has %d×%d pixels; each side needs at least %d."
              .formatted(width, height, MIN_SIDE));
    }
  }

  /**
   * Checks a cost.
   *
   * @throws PictureException if it is more than allowed
   */
  void require(PictureCost cost) throws PictureException {
    if (cost.megapixels() > maxWork) {
      throw new PictureException(
          Reason.TOO_MUCH_WORK,
          "Decoding this %s takes the work of at least %.0f megapixels of an ordinary JPEG, and %.0f are allowed; save it as an ordinary JPEG, or smaller."
              .formatted(cost.what(), Math.ceil(cost.megapixels()), maxWork));
    }
    if (cost.bytes() > maxBytes()) {
      throw new PictureException(
          Reason.TOO_MUCH_WORK,
          "Decoding this %s takes %d MB of memory, and %d are allowed; save it as an ordinary JPEG, or smaller."
              .formatted(
                  cost.what(), cost.bytes() / BYTES_PER_MEGABYTE, maxBytes() / BYTES_PER_MEGABYTE));
    }
  }
}
