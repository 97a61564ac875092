package dev.retinagate.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.retinagate.detection.Thresholds;
import dev.retinagate.graph.Int8Plan;
import dev.retinagate.os.CpuFeatures;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PrecisionTest {

  private static final CpuFeatures WITH_VNNI = new CpuFeatures(Set.of("avx512_vnni"));
  private static final CpuFeatures WITHOUT = new CpuFeatures(Set.of("avx2"));

  @TempDir private Path models;
  private ModelBundle plain;
  private ModelBundle calibrated;

  @BeforeEach
  void makeAModel() throws Exception {
    ModelSpec spec =
        new ModelSpec(
            "net",
            "nanodet",
            "fp32",
            Map.of(),
            Map.of(),
            new Thresholds(0.3f, 0.6f, 100),
            List.of("cat"),
            Map.of());
    Files.writeString(
        Files.createDirectory(models.resolve("net")).resolve("model.yaml"), spec.toYaml());
    plain = new ModelRepository(models).open("net");
    calibrated = plain.with(new Int8Plan(Map.of(), List.of()));
  }

  @Test
  void autoIsInt8WhereModelAndProcessorAllowIt() {
    assertThat(Precision.AUTO.resolve(calibrated, WITH_VNNI)).isEqualTo(Precision.INT8);
    assertThat(Precision.AUTO.resolve(calibrated, WITHOUT)).isEqualTo(Precision.FP32);
    assertThat(Precision.AUTO.resolve(plain, WITH_VNNI)).isEqualTo(Precision.FP32);
  }

  @Test
  void aNamedPrecisionIsUsed() {
    assertThat(Precision.FP32.resolve(calibrated, WITH_VNNI)).isEqualTo(Precision.FP32);
    assertThat(Precision.INT8.resolve(calibrated, WITH_VNNI)).isEqualTo(Precision.INT8);
  }

  @Test
  void servesFp32WhereInt8WouldBeSlower() {
    assertThat(Precision.INT8.resolve(calibrated, WITHOUT)).isEqualTo(Precision.FP32);
  }

  @Test
  void saysHowToCalibrateAModelForInt8() {
    assertThatThrownBy(() -> Precision.INT8.resolve(plain, WITH_VNNI))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("model quantize net");
  }
}
