package dev.retinagate.modeltools.quantize;

import dev.retinagate.detection.PictureException;
import dev.retinagate.engine.NativeTensor;
import dev.retinagate.engine.Session;
import dev.retinagate.graph.Int8Plan;
import dev.retinagate.graph.SymbolJson;
import dev.retinagate.graph.Tensor;
import dev.retinagate.model.NetworkProbe;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * How much of an fp32 network's outputs is left when it is computed in 8-bit integers: the ratio of
 * signal to noise over pictures that the ranges do not come from.
 */
final class OutputNoise {

  private final NetworkProbe probe;
  private final Map<String, Tensor> parameters;
  private final List<CalibrationPicture> pictures;
  private final List<List<float[]>> expected = new ArrayList<>();

  /**
   * Runs the fp32 network and keeps its outputs.
   *
   * @param pictures of one network, few: their outputs are kept in memory
   */
  OutputNoise(NetworkProbe probe, Map<String, Tensor> parameters, List<CalibrationPicture> pictures)
      throws IOException, PictureException {
    this.probe = probe;
    this.parameters = parameters;
    this.pictures = pictures;
    try (Session session = Session.open(json(), parameters)) {
      for (CalibrationPicture picture : pictures) {
        picture.fill(probe, session::input);
        expected.add(session.run(OutputNoise::copy));
      }
    }
  }

  /** Signal-to-noise ratio in decibels, each output its own, in the order of the network's. */
  double[] decibels(Int8Plan plan) throws IOException, PictureException {
    int outputs = expected.get(0).size();
    double[] signal = new double[outputs];
    double[] noise = new double[outputs];
    try (Session session = Session.open(json(), parameters, plan)) {
      for (int i = 0; i < pictures.size(); i++) {
        pictures.get(i).fill(probe, session::input);
        session.run(compare(expected.get(i), signal, noise));
      }
    }
    double[] ratios = new double[outputs];
    for (int output = 0; output < outputs; output++) {
      ratios[output] = 10 * Math.log10(signal[output] / noise[output]);
    }
    return ratios;
  }

  /** The mean of {@link #decibels}. */
  double meanDecibels(Int8Plan plan) throws IOException, PictureException {
    return Arrays.stream(decibels(plan)).average().orElseThrow();
  }

  private String json() {
    return SymbolJson.write(pictures.get(0).graph().symbol());
  }

  private static List<float[]> copy(List<NativeTensor> outputs) {
    List<float[]> copies = new ArrayList<>();
    for (NativeTensor output : outputs) {
      float[] values = new float[output.values().remaining()];
      output.values().duplicate().get(values);
      copies.add(values);
    }
    return copies;
  }

  private static Function<List<NativeTensor>, Void> compare(
      List<float[]> expected, double[] signal, double[] noise) {
    return outputs -> {
      for (int output = 0; output < expected.size(); output++) {
        float[] wanted = expected.get(output);
        FloatBuffer found = outputs.get(output).values();
        for (int i = 0; i < wanted.length; i++) {
          double error = wanted[i] - found.get(i);
          signal[output] += (double) wanted[i] * wanted[i];
          noise[output] += error * error;
        }
      }
      return null;
    };
  }
}
