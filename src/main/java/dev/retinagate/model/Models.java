package dev.retinagate.model;

import dev.retinagate.detection.Detector;
import dev.retinagate.detection.DetectorFactory;
import dev.retinagate.detection.ModelDescription;
import java.util.Map;
import java.util.function.BiFunction;

/** The families of detectors, and detectors of a model by its family's name. */
public final class Models {

  /** NanoDet's name in {@code model.yaml}. */
  public static final String NANODET = "nanodet";

  private static final Map<String, BiFunction<ModelBundle, DetectorSettings, Detector>> FAMILIES =
      Map.of(NANODET, NanoDetDetector::new);

  private Models() {}

  /**
   * A factory for detectors of a model.
   *
   * @throws ModelException if no family of that name is known
   */
  public static DetectorFactory detectors(ModelBundle bundle, DetectorSettings settings) {
    var family = FAMILIES.get(bundle.spec().family());
    if (family == null) {
      throw new ModelException(
          "model "
              + bundle.spec().name()
              + " is of family '"
              + bundle.spec().family()
              + "'; known are "
              + FAMILIES.keySet().stream().sorted().toList());
    }
    ModelDescription description = bundle.describe();
    return new DetectorFactory() {
      @Override
      public ModelDescription model() {
        return description;
      }

      @Override
      public Detector create() {
        return family.apply(bundle, settings);
      }
    };
  }
}
