package dev.retinagate.modeltools.quantize;

import dev.retinagate.detection.PictureException;
import dev.retinagate.graph.Int8Plan;
import java.io.IOException;
import java.util.Locale;

/** What plans are compared by; more is better. */
interface PlanMetric {

  /** Measures a plan. */
  double measure(Int8Plan plan) throws IOException, PictureException;

  /** From where on nothing need be left in fp32. */
  double goodEnough();

  /** A measurement for people. */
  String text(double value);

  /** Signal-to-noise ratio, the mean of the outputs' decibels. */
  record Noise(OutputNoise outputs) implements PlanMetric {

    /** Where NanoDet's accuracy on COCO pictures was last seen to suffer less than 0.002 mAP. */
    private static final double GOOD_DECIBELS = 33;

    @Override
    public double measure(Int8Plan plan) throws IOException, PictureException {
      return outputs.meanDecibels(plan);
    }

    @Override
    public double goodEnough() {
      return GOOD_DECIBELS;
    }

    @Override
    public String text(double value) {
      return String.format(Locale.ROOT, "%.1f dB", value);
    }
  }
}
