package dev.retinagate.image;

/**
 * What decoding a picture costs at most.
 *
 * @param megapixels the work, in megapixels of an ordinary baseline JPEG (4:2:0, 0.2 bytes a pixel)
 * @param bytes memory at the decoder's peak, pixels included
 * @param what the picture with what makes it expensive, as it stands behind "this"
 */
record PictureCost(double megapixels, long bytes, String what) {

  /** Eight bits each of blue, green and red. */
  static final int DECODED_BYTES_PER_PIXEL = 3;
}
