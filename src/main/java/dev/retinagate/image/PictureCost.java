package dev.retinagate.image;

import dev.retinagate.image.jpeg.JpegWork;

/**
 * What decoding a picture costs at most.
 *
 * @param megapixels the work, in megapixels of an ordinary baseline JPEG (4:2:0, 0.2 bytes a pixel)
 * @param bytes memory at the decoder's peak, pixels included
 * @param what the picture with what makes it expensive, as it stands behind "this"
 */
record PictureCost(double megapixels, long bytes, String what) {

  /**
   * What a megapixel of that takes on the machine where the shares of all formats were measured.
   */
  static final double NANOS_PER_MEGAPIXEL = JpegWork.NANOS_PER_MEGAPIXEL;

  /** Eight bits each of blue, green and red. */
  static final int DECODED_BYTES_PER_PIXEL = 3;

  /** A cost by its nanoseconds on that machine. */
  static PictureCost ofNanos(double nanos, long bytes, String what) {
    return new PictureCost(nanos / NANOS_PER_MEGAPIXEL, bytes, what);
  }
}
