package dev.retinagate.image;

import dev.retinagate.image.jpeg.JpegHeader;
import java.nio.ByteBuffer;
import java.util.SplittableRandom;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.global.opencv_imgcodecs;
import org.bytedeco.opencv.opencv_core.Mat;

/** Pixels to JPEG or PNG. */
public final class PictureEncoder {

  private static final int CHANNELS = 3;
  private static final long NOISE_SEED = 20_261_127;
  private static final int JPEG_QUALITY = 90;

  /** zlib's level; more of it costs much time for few bytes. */
  private static final int PNG_COMPRESSION = 3;

  static {
    OpenCv.load();
  }

  private PictureEncoder() {}

  /**
   * A JPEG of this size for a detector to warm up with. It is noise, the same at every call: a
   * picture without detail has hardly any data to read.
   */
  public static ByteBuffer noise(int width, int height) {
    byte[] bgr = new byte[CHANNELS * width * height];
    new SplittableRandom(NOISE_SEED).nextBytes(bgr);
    return ByteBuffer.wrap(encode(bgr, width, height, PictureFormat.JPEG));
  }

  /**
   * Encodes pixels.
   *
   * @param bgr interleaved blue, green, red: (height, width, 3), exactly that many bytes
   */
  public static byte[] encode(byte[] bgr, int width, int height, PictureFormat format) {
    if (bgr.length != CHANNELS * width * height) {
      throw new IllegalArgumentException(
          bgr.length + " bytes are not " + width + "×" + height + " pixels");
    }
    try (BytePointer memory = new BytePointer(bgr);
        Mat pixels = new Mat(height, width, opencv_core.CV_8UC3, memory)) {
      return encode(pixels, format);
    }
  }

  /** Longest side that the format can hold, as the library writes it. */
  static int maxSide(PictureFormat format) {
    return format == PictureFormat.JPEG ? JpegHeader.MAX_SIDE : PngFile.MAX_SIDE;
  }

  static byte[] encode(Mat pixels, PictureFormat format) {
    boolean jpeg = format == PictureFormat.JPEG;
    int key =
        jpeg ? opencv_imgcodecs.IMWRITE_JPEG_QUALITY : opencv_imgcodecs.IMWRITE_PNG_COMPRESSION;
    try (BytePointer out = new BytePointer();
        IntPointer options = new IntPointer(key, jpeg ? JPEG_QUALITY : PNG_COMPRESSION)) {
      if (!opencv_imgcodecs.imencode(jpeg ? ".jpg" : ".png", pixels, out, options)) {
        throw new IllegalStateException("OpenCV could not encode a picture as " + format);
      }
      byte[] bytes = new byte[Math.toIntExact(out.limit())];
      out.get(bytes);
      return bytes;
    }
  }
}
