package dev.retinagate.image;

import dev.retinagate.detection.PictureException;
import dev.retinagate.detection.Scene;
import java.nio.ByteBuffer;
import org.bytedeco.opencv.global.opencv_imgproc;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Size;

/**
 * Draws scenes on the upright picture. Lines and letters grow with the picture, so that they are
 * readable when it is shown to fit a screen; a picture too small for letters is enlarged by a whole
 * factor, and one too large for the answer's format is scaled down.
 */
public final class PictureAnnotator {

  private static final int MIN_LONGER_SIDE = 320;

  static {
    OpenCv.load();
  }

  private PictureAnnotator() {}

  /** Loads OpenCV, which takes a while; the first picture would do it otherwise. */
  public static void loadLibrary() {
    OpenCv.load();
  }

  /**
   * Draws and encodes.
   *
   * @param picture the encoded picture, from position to limit; left as it is
   * @param scene in pixels of the upright picture
   * @param format {@link PictureFormat#JPEG} or {@link PictureFormat#PNG}
   * @throws PictureException if the picture cannot be decoded
   * @throws RuntimeException if OpenCV cannot draw or encode it, which is nobody's but our fault
   */
  public static DrawnPicture annotate(
      ByteBuffer picture, Scene scene, PictureFormat format, PictureLimits limits)
      throws PictureException {
    PictureHeader header = PictureHeader.read(picture, limits);
    try (DecodedPicture decoded = PictureDecoder.decode(picture, header, 1)) {
      double scale = scale(Math.max(decoded.width(), decoded.height()), format);
      if (scale == 1) {
        new Canvas(decoded.bgr(), 1).draw(scene);
        return new DrawnPicture(PictureEncoder.encode(decoded.bgr(), format), 1);
      }
      int how = scale > 1 ? opencv_imgproc.INTER_CUBIC : opencv_imgproc.INTER_AREA;
      try (Mat scaled = new Mat();
          Size size = new Size(scaled(decoded.width(), scale), scaled(decoded.height(), scale))) {
        opencv_imgproc.resize(decoded.bgr(), scaled, size, 0, 0, how);
        new Canvas(scaled, scale).draw(scene);
        return new DrawnPicture(PictureEncoder.encode(scaled, format), scale);
      }
    }
  }

  private static double scale(int longerSide, PictureFormat format) {
    int max = PictureEncoder.maxSide(format);
    return longerSide > max
        ? (double) max / longerSide
        : Math.max(1, (MIN_LONGER_SIDE + longerSide - 1) / longerSide);
  }

  private static int scaled(int extent, double scale) {
    return Math.max(1, (int) Math.round(extent * scale));
  }
}
