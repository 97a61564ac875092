package dev.retinagate.modeltools.keras;

import dev.retinagate.graph.Tensor;
import java.nio.FloatBuffer;
import java.util.List;

/**
 * A batch normalisation as a factor and a bias for each channel of the convolution before it:
 * {@code gamma × (x − mean) / √(variance + ε) + beta}. Computed in double; only the results are
 * rounded to fp32.
 */
final class Folding {

  private final double[] scale;
  private final float[] bias;

  Folding(
      FloatBuffer gamma, FloatBuffer beta, FloatBuffer mean, FloatBuffer variance, double epsilon) {
    scale = new double[gamma.capacity()];
    bias = new float[gamma.capacity()];
    for (int c = 0; c < gamma.capacity(); c++) {
      scale[c] = gamma.get(c) / Math.sqrt(variance.get(c) + epsilon);
      bias[c] = (float) (beta.get(c) - mean.get(c) * scale[c]);
    }
  }

  /** The factor of each channel. */
  double[] scale() {
    return scale;
  }

  /** What is added to each channel. */
  float[] bias() {
    return bias;
  }

  /** Whether every channel can be computed with. */
  boolean isFinite() {
    for (int c = 0; c < bias.length; c++) {
      if (!Double.isFinite(scale[c]) || !Float.isFinite(bias[c])) {
        return false;
      }
    }
    return true;
  }

  /**
   * A kernel in MXNet's order of axes, each filter multiplied by its factor.
   *
   * @param kernel in Keras' order (height, width, in, out)
   * @param shape of the result: (out, in, height, width)
   */
  static Tensor weights(FloatBuffer kernel, List<Integer> shape, double[] scale) {
    int filters = shape.get(0);
    int channels = shape.get(1);
    int cells = shape.get(2) * shape.get(3);
    float[] weights = new float[kernel.capacity()];
    for (int cell = 0; cell < cells; cell++) {
      for (int in = 0; in < channels; in++) {
        for (int out = 0; out < filters; out++) {
          float value = kernel.get((cell * channels + in) * filters + out);
          weights[(out * channels + in) * cells + cell] = (float) (value * scale[out]);
        }
      }
    }
    return Tensor.of(shape, weights);
  }
}
