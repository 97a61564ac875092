package dev.retinagate.os;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class CpuFeaturesTest {

  private static boolean fast(String flags) {
    return CpuFeatures.parse(Stream.of("processor\t: 0", "flags\t\t: " + flags, "bugs\t\t: none"))
        .fastInt8();
  }

  @Test
  void int8IsFastWithVnniOnAvx512() {
    assertThat(fast("fpu avx2 avx512f avx512_vnni")).isTrue();
  }

  @Test
  void int8IsNotFastWithVnniOnAvx2AloneWhichTheEngineDoesNotUse() {
    assertThat(fast("fpu avx2 avx_vnni")).isFalse();
  }

  @Test
  void int8IsNotFastWithoutAListOfFeatures() {
    assertThat(CpuFeatures.parse(Stream.of("Processor\t: ARMv8")).fastInt8()).isFalse();
  }
}
