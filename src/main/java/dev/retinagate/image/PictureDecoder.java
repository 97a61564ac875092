package dev.retinagate.image;

import dev.retinagate.detection.PictureException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.global.opencv_imgcodecs;
import org.bytedeco.opencv.opencv_core.Mat;

/** Decodes pictures whose header has been read and found within limits. */
public final class PictureDecoder {

  private static final int HORIZONTALLY = 1;
  private static final int VERTICALLY = 0;
  private static final int BOTH_WAYS = -1;

  static {
    OpenCv.load();
  }

  private PictureDecoder() {}

  /**
   * Decodes a picture and turns it upright. Transparency is dropped and 16-bit samples are cut to
   * 8.
   *
   * @param picture the encoded picture, from position to limit; left as it is
   * @param header what {@link PictureHeader#read} said of it
   * @param reduction 1, or for a JPEG also 2, 4 or 8: decodes to that fraction of the size, which
   *     is several times faster
   * @throws PictureException if the bytes are damaged or cut short
   */
  public static DecodedPicture decode(ByteBuffer picture, PictureHeader header, int reduction)
      throws PictureException {
    int flags = flags(reduction) | opencv_imgcodecs.IMREAD_IGNORE_ORIENTATION;
    Mat pixels;
    try (BytePointer bytes = copyForDecoder(picture, header.format());
        Mat encoded = new Mat(1, (int) bytes.capacity(), opencv_core.CV_8UC1, bytes)) {
      // The variant of imdecode that fills a given matrix does not report a damaged picture.
      pixels = opencv_imgcodecs.imdecode(encoded, flags);
    } catch (RuntimeException e) {
      // OpenCV throws for some damage and answers an empty matrix for the rest.
      throw damaged(header);
    }
    if (pixels.cols() != reduced(header.width(), reduction)
        || pixels.rows() != reduced(header.height(), reduction)) {
      pixels.close();
      throw damaged(header);
    }
    return new DecodedPicture(upright(pixels, header.orientation()));
  }

  private static PictureException damaged(PictureHeader header) {
    return PictureException.damaged(header.format().toString());
  }

  private static int reduced(int extent, int reduction) {
    return (extent + reduction - 1) / reduction;
  }

  private static int flags(int reduction) {
    return switch (reduction) {
      case 1 -> opencv_imgcodecs.IMREAD_COLOR;
      case 2 -> opencv_imgcodecs.IMREAD_REDUCED_COLOR_2;
      case 4 -> opencv_imgcodecs.IMREAD_REDUCED_COLOR_4;
      case 8 -> opencv_imgcodecs.IMREAD_REDUCED_COLOR_8;
      default ->
          throw new IllegalArgumentException("reduction " + reduction + " is not 1, 2, 4, 8");
    };
  }

  private static BytePointer copyForDecoder(ByteBuffer picture, PictureFormat format)
      throws PictureException {
    EncodedPicture encoded = format.read(picture);
    BytePointer bytes = new BytePointer((long) encoded.maxLength());
    try {
      ByteBuffer copy = bytes.asByteBuffer().order(ByteOrder.BIG_ENDIAN);
      encoded.copyTo(copy);
      return bytes.capacity(copy.position());
    } catch (PictureException | RuntimeException e) {
      bytes.close();
      throw e;
    }
  }

  private static Mat upright(Mat stored, Orientation orientation) {
    Mat turned = stored;
    if (orientation.swapsSides()) {
      turned = new Mat();
      opencv_core.transpose(stored, turned);
      stored.close();
    }
    if (orientation.mirrors() || orientation.flips()) {
      int how =
          orientation.mirrors() && orientation.flips()
              ? BOTH_WAYS
              : orientation.mirrors() ? HORIZONTALLY : VERTICALLY;
      Mat flipped = new Mat();
      opencv_core.flip(turned, flipped, how);
      turned.close();
      turned = flipped;
    }
    return turned;
  }
}
