package dev.retinagate.modeltools;

import static org.assertj.core.api.Assertions.assertThat;

import dev.retinagate.model.ModelRepository;
import dev.retinagate.model.ModelSpec;
import dev.retinagate.model.ModelSpec.ModelFile;
import dev.retinagate.model.PrecisionLoss;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BuiltInCalibrationTest {

  private static final ModelSpec BUILT_IN = ModelRepository.builtIn().spec();

  @TempDir private Path models;
  private final Map<String, ModelFile> files = new LinkedHashMap<>(BUILT_IN.files());
  private final Map<String, String> provenance = new LinkedHashMap<>();

  private Map<String, PrecisionLoss> takeAlong() {
    files.remove("calibration");
    try (ModelFolder folder = new ModelFolder(new NewModel(models, "again", false))) {
      return BuiltInCalibration.addTo(files, provenance, folder);
    }
  }

  @Test
  void givesTheSameNetworkTheSameCalibration() {
    assertThat(takeAlong()).isEqualTo(BUILT_IN.verified()).containsKey("int8");
    assertThat(files).isEqualTo(BUILT_IN.files()).containsKey("calibration");
    assertThat(provenance).containsOnlyKeys("calibration", "calibration-command");
  }

  @Test
  void leavesAnotherNetworkAlone() {
    files.put("parameters", new ModelFile("network.params", "00"));
    assertThat(takeAlong()).isEmpty();
    assertThat(files).containsOnlyKeys("symbol", "parameters");
    assertThat(provenance).isEmpty();
  }
}
