package dev.retinagate.image;

import org.bytedeco.opencv.opencv_core.Mat;

/**
 * Pixels in native memory: upright, 8 bits, interleaved blue, green, red. Possibly smaller than the
 * picture it was decoded from.
 */
public final class DecodedPicture implements AutoCloseable {

  private final Mat bgr;

  DecodedPicture(Mat bgr) {
    this.bgr = bgr;
  }

  /** The pixels, (height, width, 3); belongs to this object. */
  Mat bgr() {
    return bgr;
  }

  /** Width in pixels as decoded. */
  public int width() {
    return bgr.cols();
  }

  /** Height in pixels as decoded. */
  public int height() {
    return bgr.rows();
  }

  /** Frees the pixels. Idempotent. */
  @Override
  public void close() {
    bgr.close();
  }
}
