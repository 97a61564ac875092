package dev.retinagate.image;

import java.nio.FloatBuffer;
import java.util.List;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.global.opencv_imgproc;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Rect;
import org.bytedeco.opencv.opencv_core.Scalar;
import org.bytedeco.opencv.opencv_core.Size;

/**
 * Fills a network's input: resizes, subtracts the mean, divides by the deviation, and turns
 * interleaved pixels (height, width, 3) into planes (3, height, width), all in native code and
 * straight into the engine's memory.
 */
public final class InputTensor {

  private static final int CHANNELS = 3;

  /**
   * How pixel values become the network's: {@code (value − mean) / deviation}, per channel in the
   * order blue, green, red.
   *
   * @param padding value of the pixels around the picture, 0 to 255, before that
   */
  public record Normalisation(List<Double> mean, List<Double> deviation, int padding) {}

  static {
    OpenCv.load();
  }

  private InputTensor() {}

  /**
   * Shrinks or enlarges a picture to where it lies in the input; the rest gets the padding.
   * Shrinking averages all pixels that fall together, since skipping some (plain bilinear) costs
   * accuracy.
   *
   * @param picture the picture; left as it is
   * @param place where it lies
   * @param tensor memory for (3, rows, columns), direct
   */
  public static void letterbox(
      DecodedPicture picture, Letterbox place, Normalisation normalisation, FloatBuffer tensor) {
    int width = place.width();
    int height = place.height();
    int columns = place.columns();
    int rows = place.rows();
    boolean shrinks = width < picture.width();
    try (Mat resized = new Mat();
        Mat channel = new Mat();
        Size size = new Size(width, height)) {
      opencv_imgproc.resize(
          picture.bgr(),
          resized,
          size,
          0,
          0,
          shrinks ? opencv_imgproc.INTER_AREA : opencv_imgproc.INTER_LINEAR);
      for (int c = 0; c < CHANNELS; c++) {
        double scale = 1 / normalisation.deviation().get(c);
        double black = -normalisation.mean().get(c) * scale;
        double padding = black + normalisation.padding() * scale;
        FloatBuffer plane = tensor.slice(c * rows * columns, rows * columns);
        try (FloatPointer memory = new FloatPointer(plane);
            Mat whole = new Mat(rows, columns, opencv_core.CV_32FC1, memory);
            Rect covered = new Rect(0, 0, width, height);
            Mat target = new Mat(whole, covered)) {
          opencv_core.extractChannel(resized, channel, c);
          channel.convertTo(target, opencv_core.CV_32F, scale, black);
          fill(whole, new Rect(width, 0, columns - width, height), padding);
          fill(whole, new Rect(0, height, columns, rows - height), padding);
        }
      }
    }
  }

  private static void fill(Mat plane, Rect area, double value) {
    try (area) {
      if (area.width() > 0 && area.height() > 0) {
        try (Mat part = new Mat(plane, area);
            Scalar scalar = new Scalar(value)) {
          part.put(scalar);
        }
      }
    }
  }
}
