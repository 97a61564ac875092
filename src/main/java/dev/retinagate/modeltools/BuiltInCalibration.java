package dev.retinagate.modeltools;

import dev.retinagate.model.ModelBundle;
import dev.retinagate.model.ModelRepository;
import dev.retinagate.model.ModelSpec;
import dev.retinagate.model.ModelSpec.ModelFile;
import dev.retinagate.model.PrecisionLoss;
import java.util.Map;

/**
 * The calibration of the built-in model, for an import of the same network: it was measured on
 * pictures that cannot be shipped, so an import cannot measure it again.
 */
public final class BuiltInCalibration {

  private BuiltInCalibration() {}

  /**
   * Adds it to a model that is being written, if its network and parameters have the checksums of
   * the built-in one's; does nothing otherwise.
   *
   * @param files of the model so far, by the part they play
   * @param provenance of the model so far
   * @return what other precisions of the model lose, as verified; empty for another network
   */
  public static Map<String, PrecisionLoss> addTo(
      Map<String, ModelFile> files, Map<String, String> provenance, ModelFolder folder) {
    ModelBundle builtIn = ModelRepository.builtIn();
    ModelSpec spec = builtIn.spec();
    if (builtIn.isCalibrated()
        && same(files, spec.files(), ModelBundle.SYMBOL)
        && same(files, spec.files(), ModelBundle.PARAMETERS)) {
      files.put(ModelBundle.CALIBRATION, folder.copy(builtIn, ModelBundle.CALIBRATION));
      spec.provenance()
          .forEach(
              (key, value) -> {
                if (key.startsWith(ModelBundle.CALIBRATION)) {
                  provenance.put(key, value);
                }
              });
      return spec.verified();
    }
    return Map.of();
  }

  private static boolean same(
      Map<String, ModelFile> some, Map<String, ModelFile> others, String part) {
    return some.containsKey(part) && some.get(part).sha256().equals(others.get(part).sha256());
  }
}
