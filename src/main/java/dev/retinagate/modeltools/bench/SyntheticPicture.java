package dev.retinagate.modeltools.bench;

import dev.retinagate.image.PictureEncoder;
import dev.retinagate.image.PictureFormat;
import java.nio.ByteBuffer;
import java.util.SplittableRandom;

/**
 * A JPEG that costs a decoder as much as a photograph: soft shapes at every scale (value noise with
 * falling amplitudes, whose spectrum is that of natural pictures), hard edges, and a sensor's
 * grain. The same size gives the same bytes.
 */
final class SyntheticPicture {

  private static final long SEED = 20_261_123;
  private static final int CHANNELS = 3;
  private static final int COARSEST_CELL = 256;
  private static final int FINEST_CELL = 4;
  private static final int EDGED_SHAPES = 12;
  private static final double MEAN = 118;
  private static final double COARSEST_AMPLITUDE = 90;
  private static final double AMPLITUDE_RATIO = 0.62;
  private static final double EDGE_STEP = 45;
  private static final double GRAIN = 23;

  private final int width;
  private final int height;
  private final float[] values;
  private final SplittableRandom random = new SplittableRandom(SEED);

  private SyntheticPicture(int width, int height) {
    this.width = width;
    this.height = height;
    this.values = new float[CHANNELS * width * height];
  }

  /** A picture of this size in pixels. */
  static ByteBuffer jpeg(int width, int height) {
    SyntheticPicture picture = new SyntheticPicture(width, height);
    double amplitude = COARSEST_AMPLITUDE;
    for (int cell = COARSEST_CELL; cell >= FINEST_CELL; cell /= 2) {
      picture.addNoise(cell, amplitude);
      amplitude *= AMPLITUDE_RATIO;
    }
    picture.addEdges();
    return ByteBuffer.wrap(
        PictureEncoder.encode(picture.withGrain(), width, height, PictureFormat.JPEG));
  }

  /** Random values on a lattice, one lattice a channel, with straight lines between. */
  private void addNoise(int cell, double amplitude) {
    int columns = width / cell + 2;
    int rows = height / cell + 2;
    double[] lattice = random.doubles((long) CHANNELS * columns * rows, -1, 1).toArray();
    for (int y = 0; y < height; y++) {
      int row = y / cell;
      double down = (double) (y % cell) / cell;
      for (int x = 0; x < width; x++) {
        double right = (double) (x % cell) / cell;
        for (int c = 0; c < CHANNELS; c++) {
          int corner = (c * rows + row) * columns + x / cell;
          double above = mix(lattice[corner], lattice[corner + 1], right);
          double below = mix(lattice[corner + columns], lattice[corner + columns + 1], right);
          values[CHANNELS * (y * width + x) + c] += (float) (amplitude * mix(above, below, down));
        }
      }
    }
  }

  private static double mix(double a, double b, double share) {
    return a + (b - a) * share;
  }

  /** Ellipses that are lighter or darker than their surroundings. */
  private void addEdges() {
    for (int shape = 0; shape < EDGED_SHAPES; shape++) {
      double centreX = random.nextDouble() * width;
      double centreY = random.nextDouble() * height;
      double radiusX = (0.03 + 0.15 * random.nextDouble()) * width;
      double radiusY = (0.03 + 0.15 * random.nextDouble()) * height;
      float step = (float) (random.nextBoolean() ? EDGE_STEP : -EDGE_STEP);
      for (int y = 0; y < height; y++) {
        for (int x = 0; x < width; x++) {
          if (Math.hypot((x - centreX) / radiusX, (y - centreY) / radiusY) < 1) {
            for (int c = 0; c < CHANNELS; c++) {
              values[CHANNELS * (y * width + x) + c] += step;
            }
          }
        }
      }
    }
  }

  /** The pixels, interleaved blue, green, red. */
  private byte[] withGrain() {
    byte[] pixels = new byte[values.length];
    for (int i = 0; i < values.length; i++) {
      double grain = GRAIN * (random.nextDouble() + random.nextDouble() - 1);
      pixels[i] = (byte) Math.round(Math.max(0, Math.min(MEAN + values[i] + grain, 255)));
    }
    return pixels;
  }
}
