package dev.retinagate.image;

/**
 * How large a picture may be.
 *
 * @param maxPixels most pixels, width × height as its header announces them
 */
public record PictureLimits(long maxPixels) {

  /** Shorter sides tell a detector nothing. */
  public static final int MIN_SIDE = 16;

  /** Four times what a 12-megapixel camera makes, 150 MB decoded. */
  public static final PictureLimits DEFAULT = new PictureLimits(50_000_000);
}
