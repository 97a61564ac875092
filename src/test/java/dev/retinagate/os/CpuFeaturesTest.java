package dev.retinagate.os;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CpuFeaturesTest {

  @TempDir private Path folder;

  private CpuFeatures features(String flags) throws IOException {
    return CpuFeatures.read(
        Files.writeString(
            folder.resolve("cpuinfo"), "processor\t: 0\nflags\t\t: " + flags + "\nbugs\t\t: \n"));
  }

  @Test
  void int8IsFastWithVnniOnAvx512() throws Exception {
    assertThat(features("fpu avx2 avx512f avx512_vnni").fastInt8()).isTrue();
  }

  @Test
  void int8IsNotFastWithVnniOnAvx2AloneWhichTheEngineDoesNotUse() throws Exception {
    CpuFeatures cpu = features("fpu avx2 avx_vnni");

    assertThat(cpu.fastInt8()).isFalse();
    assertThat(cpu.int8Isa()).isEqualTo("avx2");
  }

  @Test
  void aFileWithoutFeaturesIsToldApartFromAProcessorWithoutAny() throws Exception {
    Path arm = Files.writeString(folder.resolve("cpuinfo"), "Processor\t: ARMv8\n");

    assertThatIOException().isThrownBy(() -> CpuFeatures.read(arm));
    assertThat(features("fpu").fp32Isa()).isEqualTo("sse");
  }

  @Test
  void amxTakesTheKernelsLeave() throws Exception {
    CpuFeatures cpu = features("avx512f avx512_vnni avx512_bf16 amx_bf16 amx_tile amx_int8");

    assertThat(cpu.usesAmx()).isFalse();
    assertThat(cpu.withTiles().usesAmx()).isTrue();
  }

  @Test
  void amxTakesBothKindsOfNumbers() throws Exception {
    assertThat(features("avx512f avx512_vnni avx512_bf16 amx_tile amx_int8").withTiles().usesAmx())
        .isFalse();
  }
}
