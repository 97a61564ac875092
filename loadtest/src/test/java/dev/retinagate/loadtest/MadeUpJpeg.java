package dev.retinagate.loadtest;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.SplittableRandom;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/**
 * A JPEG of given pixels and length: soft shapes, edges, and as much grain as the length needs. The
 * same arguments give the same bytes on the same JDK.
 */
final class MadeUpJpeg {

  private static final long SEED = 20_261_124;
  private static final double TOLERANCE = 0.01;
  private static final int MAX_TRIALS = 24;
  private static final int MAX_GRAIN = 255;
  private static final int EDGE_CELL = 96;
  private static final int EDGE_STEP = 40;

  private final int width;
  private final int height;
  private final float quality;

  private MadeUpJpeg(int width, int height, float quality) {
    this.width = width;
    this.height = height;
    this.quality = quality;
  }

  /**
   * Makes the JPEG.
   *
   * @param quality of the JPEG, above 0, at most 1
   * @param bytes wanted length of the file, which is met within a percent
   * @throws IllegalArgumentException if no amount of grain gives this length
   */
  static byte[] of(int width, int height, float quality, int bytes) {
    MadeUpJpeg maker = new MadeUpJpeg(width, height, quality);
    double least = 0;
    double most = MAX_GRAIN;
    for (int trial = 0; trial < MAX_TRIALS; trial++) {
      double grain = (least + most) / 2;
      byte[] file = maker.encode(grain);
      if (Math.abs(file.length - bytes) <= TOLERANCE * bytes) {
        return file;
      }
      if (file.length < bytes) {
        least = grain;
      } else {
        most = grain;
      }
    }
    throw new IllegalArgumentException(
        width + "x" + height + " at quality " + quality + " cannot be " + bytes + " bytes long");
  }

  private byte[] encode(double grain) {
    SplittableRandom random = new SplittableRandom(SEED);
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    int[] row = new int[width];
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        int edge = (x / EDGE_CELL + y / EDGE_CELL) % 2 == 0 ? EDGE_STEP : 0;
        double noise = (random.nextDouble() - 0.5) * grain;
        row[x] =
            channel(90 + 60 * Math.sin(x / 71.0) + edge + noise) << 16
                | channel(100 + 50 * Math.sin((x + y) / 113.0) + edge + noise) << 8
                | channel(80 + 70 * Math.cos(y / 59.0) + edge + noise);
      }
      image.setRGB(0, y, width, 1, row, 0, width);
    }
    return jpeg(image);
  }

  private byte[] jpeg(BufferedImage image) {
    ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (MemoryCacheImageOutputStream out = new MemoryCacheImageOutputStream(bytes)) {
      ImageWriteParam how = writer.getDefaultWriteParam();
      how.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
      how.setCompressionQuality(quality);
      writer.setOutput(out);
      writer.write(null, new IIOImage(image, null, null), how);
      out.flush();
      return bytes.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      writer.dispose();
    }
  }

  private static int channel(double value) {
    return (int) Math.max(0, Math.min(255, value));
  }
}
