package dev.retinagate.image;

import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.util.List;
import org.bytedeco.javacpp.BytePointer;

/**
 * Fills a network's input as keras-retinanet does: subtracts the mean, then resizes by one factor
 * with bilinear interpolation, without rounding anything back to integers.
 *
 * <p>The reference is {@code cv2.resize(image, None, fx=scale, fy=scale)} of an fp32 picture. The
 * step between samples is {@code 1 / scale}, not the ratio of the rounded extents. OpenCV builds
 * differ in how they round a sample's place: the one that Python users get (with Intel's IPP) keeps
 * it in double, the one that Java has rounds it to fp32 first, which moves values by a thousandth.
 * Hence our own: places in double, values in fp32.
 *
 * <p>Keeps its rows between pictures; belongs to one thread at a time.
 */
public final class ScaledInput {

  private static final int CHANNELS = 3;
  private static final int BYTE_VALUES = 256;

  /** What each byte becomes, by channel: the byte minus the channel's mean. */
  private final float[][] centred = new float[CHANNELS][BYTE_VALUES];

  private byte[] bytes = new byte[0];

  /** The two source rows at hand, resized horizontally: (3, width) each. */
  private float[] upper = new float[0];

  private float[] lower = new float[0];
  private int upperRow;
  private int lowerRow;
  private float[] result = new float[0];

  /**
   * For one mean.
   *
   * @param mean subtracted from each channel, in the order blue, green, red
   */
  public ScaledInput(List<Double> mean) {
    for (int c = 0; c < CHANNELS; c++) {
      float channelMean = mean.get(c).floatValue();
      for (int value = 0; value < BYTE_VALUES; value++) {
        centred[c][value] = value - channelMean;
      }
    }
  }

  /**
   * An extent after resizing by a factor: rounded, halves to the even number, as OpenCV does, but
   * at least 1, for a picture a thousand times as long as it is high.
   */
  public static int extent(int extent, double scale) {
    return Math.max(1, (int) Math.rint(extent * scale));
  }

  /**
   * Resizes a picture into a network's input.
   *
   * @param picture the picture; left as it is
   * @param scale the factor, the same for both axes
   * @param tensor memory for (3, scaled height, scaled width)
   */
  public void fill(DecodedPicture picture, double scale, FloatBuffer tensor) {
    try (BytePointer data = picture.bgr().data()) {
      int step = Math.toIntExact(picture.bgr().step());
      ByteBuffer pixels = data.capacity((long) step * picture.height()).asByteBuffer();
      fill(pixels, step, picture.width(), picture.height(), scale, tensor);
    }
  }

  /** As above, of interleaved pixels whose rows start {@code step} bytes apart. */
  void fill(ByteBuffer pixels, int step, int width, int height, double scale, FloatBuffer tensor) {
    int scaledWidth = extent(width, scale);
    int scaledHeight = extent(height, scale);
    Samples columns = new Samples(scaledWidth, width, scale);
    Samples rows = new Samples(scaledHeight, height, scale);
    allocate(width, scaledWidth);
    for (int y = 0; y < scaledHeight; y++) {
      int row = rows.first[y];
      bringRows(pixels, step, row, Math.min(row + 1, height - 1), columns);
      mix(rows.weight[y]);
      for (int c = 0; c < CHANNELS; c++) {
        tensor.put((c * scaledHeight + y) * scaledWidth, result, c * scaledWidth, scaledWidth);
      }
    }
  }

  private void allocate(int width, int scaledWidth) {
    if (bytes.length != CHANNELS * width) {
      bytes = new byte[CHANNELS * width];
    }
    if (result.length != CHANNELS * scaledWidth) {
      upper = new float[CHANNELS * scaledWidth];
      lower = new float[CHANNELS * scaledWidth];
      result = new float[CHANNELS * scaledWidth];
    }
    upperRow = -1;
    lowerRow = -1;
  }

  private void bringRows(ByteBuffer pixels, int step, int first, int second, Samples columns) {
    if (upperRow != first && lowerRow == first) {
      float[] swapped = upper;
      upper = lower;
      lower = swapped;
      upperRow = first;
      lowerRow = -1;
    }
    if (upperRow != first) {
      resizeRow(pixels, step * first, columns, upper);
      upperRow = first;
    }
    if (lowerRow != second) {
      resizeRow(pixels, step * second, columns, lower);
      lowerRow = second;
    }
  }

  private void resizeRow(ByteBuffer pixels, int start, Samples columns, float[] target) {
    pixels.get(start, bytes);
    int width = columns.first.length;
    for (int c = 0; c < CHANNELS; c++) {
      float[] values = centred[c];
      for (int x = 0; x < width; x++) {
        int left = CHANNELS * columns.first[x] + c;
        int right = CHANNELS * columns.second[x] + c;
        float weight = columns.weight[x];
        target[c * width + x] =
            values[bytes[left] & 0xff] * (1 - weight) + values[bytes[right] & 0xff] * weight;
      }
    }
  }

  private void mix(float weight) {
    float[] above = upper;
    float[] below = lower;
    float[] mixed = result;
    for (int i = 0; i < mixed.length; i++) {
      mixed[i] = above[i] * (1 - weight) + below[i] * weight;
    }
  }

  /** Which two source cells each cell lies between, and how much the second counts. */
  private static final class Samples {

    private final int[] first;
    private final int[] second;
    private final float[] weight;

    Samples(int count, int sourceCount, double scale) {
      first = new int[count];
      second = new int[count];
      weight = new float[count];
      double step = 1 / scale;
      for (int i = 0; i < count; i++) {
        double place = (i + 0.5) * step - 0.5;
        int cell = (int) Math.floor(place);
        if (cell >= 0 && cell < sourceCount - 1) {
          first[i] = cell;
          second[i] = cell + 1;
          weight[i] = (float) (place - cell);
        } else {
          first[i] = cell < 0 ? 0 : sourceCount - 1;
          second[i] = first[i];
        }
      }
    }
  }
}
