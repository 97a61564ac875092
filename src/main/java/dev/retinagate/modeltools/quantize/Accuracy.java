package dev.retinagate.modeltools.quantize;

import dev.retinagate.detection.Detector;
import dev.retinagate.graph.Int8Plan;
import dev.retinagate.model.DetectorFamilies;
import dev.retinagate.model.DetectorSettings;
import dev.retinagate.model.ModelBundle;
import dev.retinagate.model.Precision;
import dev.retinagate.modeltools.evaluate.Evaluation;
import dev.retinagate.modeltools.evaluate.GroundTruth;
import java.util.Locale;

/** COCO mean average precision of the whole detector, against that of the fp32 one. */
final class Accuracy implements PlanMetric {

  /** The loss that is accepted: less than a hundred pictures can show. */
  private static final double TOLERANCE = 0.002;

  private final ModelBundle bundle;
  private final DetectorSettings settings;
  private final GroundTruth truth;
  private final double fp32;

  Accuracy(ModelBundle bundle, DetectorSettings settings, GroundTruth truth) {
    this.bundle = bundle;
    this.settings = settings;
    this.truth = truth;
    this.fp32 = measure(bundle, Precision.FP32);
  }

  /** The accuracy of the model in fp32. */
  double fp32() {
    return fp32;
  }

  @Override
  public double measure(Int8Plan plan) {
    return measure(bundle.with(plan), Precision.INT8);
  }

  private double measure(ModelBundle variant, Precision precision) {
    try (Detector detector =
        DetectorFamilies.detectorsOnAnyProcessor(variant, settings.with(precision)).create()) {
      return Evaluation.run(detector, truth, Evaluation.DEFAULT_QUERY, (done, total) -> {})
          .summary()
          .ap();
    }
  }

  @Override
  public double goodEnough() {
    return fp32 - TOLERANCE;
  }

  @Override
  public String text(double value) {
    return String.format(Locale.ROOT, "mAP %.4f", value);
  }
}
