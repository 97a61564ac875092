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

  private static final CpuFeatures WITH_VNNI = cpu("avx512_vnni");
  private static final CpuFeatures WITHOUT = cpu("avx2");
  private static final CpuFeatures WITH_BF16 = cpu("avx512_vnni", "avx512_bf16");
  private static final CpuFeatures AMX_REFUSED =
      cpu("avx512f", "avx512_vnni", "avx512_bf16", "amx_tile", "amx_int8", "amx_bf16");

  @TempDir private Path models;
  private ModelBundle plain;
  private ModelBundle calibrated;

  private static CpuFeatures cpu(String... flags) {
    return new CpuFeatures(Set.of(flags), false);
  }

  private static PrecisionLoss loss(boolean accepted) {
    return new PrecisionLoss(accepted, 128, "avx512_vnni", 900, 3, 4, 0.01, 1.5, Map.of());
  }

  @BeforeEach
  void makeAModel() throws Exception {
    plain = model(Map.of());
    calibrated = model(Map.of("int8", loss(true))).with(new Int8Plan(Map.of(), List.of()));
  }

  private ModelBundle model(Map<String, PrecisionLoss> verified) throws Exception {
    ModelSpec spec =
        new ModelSpec(
                "net",
                "nanodet",
                "fp32",
                Map.of(),
                Map.of(),
                new Thresholds(0.3f, 0.6f, 100),
                List.of("cat"),
                Map.of())
            .verified(verified);
    Files.writeString(
        Files.createDirectories(models.resolve("net")).resolve("model.yaml"), spec.toYaml());
    return new ModelRepository(models).open("net");
  }

  @Test
  void autoIsInt8WhereItsLossIsAcceptedAndTheProcessorIsFastAtIt() {
    assertThat(Precision.AUTO.resolve(calibrated, WITH_VNNI)).isEqualTo(Precision.INT8);
    assertThat(Precision.AUTO.resolve(calibrated, WITHOUT)).isEqualTo(Precision.FP32);
    assertThat(Precision.AUTO.resolve(plain, WITH_VNNI)).isEqualTo(Precision.FP32);
  }

  @Test
  void autoIsFp32WhereInt8sLossIsNotKnownOrNotAccepted() throws Exception {
    Int8Plan plan = new Int8Plan(Map.of(), List.of());

    assertThat(Precision.AUTO.resolve(plain.with(plan), WITH_BF16)).isEqualTo(Precision.FP32);
    assertThat(Precision.AUTO.resolve(model(Map.of("int8", loss(false))).with(plan), WITH_BF16))
        .isEqualTo(Precision.FP32);
  }

  @Test
  void autoIsBf16WhereItsLossAloneIsAccepted() throws Exception {
    ModelBundle verified = model(Map.of("bf16", loss(true), "int8", loss(false)));

    assertThat(Precision.AUTO.resolve(verified, WITH_BF16)).isEqualTo(Precision.BF16);
    assertThat(Precision.AUTO.resolve(verified, WITH_VNNI)).isEqualTo(Precision.FP32);
  }

  @Test
  void autoTakesInt8BeforeBf16() throws Exception {
    ModelBundle both =
        model(Map.of("bf16", loss(true), "int8", loss(true)))
            .with(new Int8Plan(Map.of(), List.of()));

    assertThat(Precision.AUTO.resolve(both, WITH_BF16)).isEqualTo(Precision.INT8);
  }

  @Test
  void bf16IsAnErrorWhereTheProcessorLacksIt() {
    assertThat(Precision.BF16.resolve(plain, WITH_BF16)).isEqualTo(Precision.BF16);
    assertThatThrownBy(() -> Precision.BF16.resolve(plain, WITH_VNNI))
        .isInstanceOf(ModelException.class)
        .hasMessage(
            "model net cannot run in bf16 here: this processor lacks avx512_bf16;"
                + " take precision auto or fp32");
  }

  @Test
  void bf16IsAnErrorWhereItIsSlowerForLackOfTheKernelsLeave() {
    assertThat(Precision.BF16.resolve(plain, AMX_REFUSED.withTiles())).isEqualTo(Precision.BF16);
    assertThatThrownBy(() -> Precision.BF16.resolve(plain, AMX_REFUSED))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("without AMX this processor is slower at it than at fp32");
  }

  @Test
  void theLossIsWrittenAndReadAgain() throws Exception {
    PrecisionLoss labelled =
        new PrecisionLoss(
            true, 128, "amx_int8", 900, 3, 4, 0.0123, 1.5, Map.of("fp32", 0.3301, "int8", 0.3298));

    assertThat(model(Map.of("int8", labelled, "bf16", loss(false))).spec().verified())
        .isEqualTo(Map.of("int8", labelled, "bf16", loss(false)));
    assertThat(plain.spec().toYaml()).doesNotContain("verified");
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
