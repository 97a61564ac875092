package dev.retinagate.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The choice, with made-up processors and a made-up kernel. */
class AmxTest {

  private static final String XEON =
      "fpu avx2 avx512f avx512_vnni avx512_bf16 amx_bf16 amx_tile amx_int8";
  private static final String EPYC = "fpu avx2 avx512f avx512_vnni avx512_bf16";
  private static final Optional<String> NO_LIMIT = Optional.empty();
  private static final int NOT_SUPPORTED = 95;

  @TempDir private Path folder;
  private final List<Integer> answers = new ArrayList<>();

  private Path cpuInfo(String flags) throws IOException {
    return Files.writeString(
        folder.resolve("cpuinfo"), "processor\t: 0\nflags\t\t: " + flags + "\nbugs\t\t: none\n");
  }

  private int answer(int error) {
    answers.add(error);
    return error;
  }

  @Test
  void isUsedWhereProcessorAndKernelGrantIt() throws Exception {
    Amx amx = Amx.decide(true, NO_LIMIT, cpuInfo(XEON), () -> answer(0));

    assertThat(amx.cpu().usesAmx()).isTrue();
    assertThat(amx.refusal()).isEmpty();
    assertThat(amx.cpu().int8Isa()).isEqualTo("amx_int8");
    assertThat(amx.cpu().bf16Isa()).isEqualTo("amx_bf16");
    assertThat(amx.cpu().fp32Isa()).isEqualTo("avx512");
    assertThat(amx.cpu().fastBf16()).isTrue();
  }

  @Test
  void fallsBackToVnniAndTellsTheKernelsErrorNumber() throws Exception {
    Amx amx = Amx.decide(true, NO_LIMIT, cpuInfo(XEON), () -> answer(NOT_SUPPORTED));

    assertThat(amx.cpu().usesAmx()).isFalse();
    assertThat(amx.refusal()).hasValue("the kernel refuses the tile registers, error 95");
    assertThat(amx.cpu().int8Isa()).isEqualTo("avx512_vnni");
    assertThat(amx.cpu().fastInt8()).isTrue();
    assertThat(amx.cpu().fastBf16()).as("slower than fp32 without AMX").isFalse();
  }

  @Test
  void namesTheLinuxThatKnowsTheRequest() throws Exception {
    assertThat(Amx.decide(true, NO_LIMIT, cpuInfo(XEON), () -> answer(22)).refusal())
        .hasValue("the kernel refuses the tile registers, error 22; it takes Linux 5.16");
  }

  @Test
  void doesNotAskTheKernelWhereTheOperatorDoesNotWantIt() throws Exception {
    Amx amx = Amx.decide(false, NO_LIMIT, cpuInfo(XEON), () -> answer(0));

    assertThat(amx.cpu().usesAmx()).isFalse();
    assertThat(amx.refusal()).isEmpty();
    assertThat(amx.cpu().int8Isa()).isEqualTo("avx512_vnni");
    assertThat(answers).isEmpty();
  }

  @Test
  void leavesAnAmdProcessorWithoutAmxAsItIs() throws Exception {
    Amx amx = Amx.decide(true, NO_LIMIT, cpuInfo(EPYC), () -> answer(0));

    assertThat(amx.cpu().usesAmx()).isFalse();
    assertThat(amx.refusal()).isEmpty();
    assertThat(amx.cpu().int8Isa()).isEqualTo("avx512_vnni");
    assertThat(amx.cpu().bf16Isa()).isEqualTo("avx512_bf16");
    assertThat(amx.cpu().fastBf16()).isTrue();
    assertThat(answers).isEmpty();
  }

  @Test
  void takesNothingForGrantedWhereTheListCannotBeRead() {
    Amx amx = Amx.decide(true, NO_LIMIT, folder.resolve("missing"), () -> answer(0));

    assertThat(amx.cpu().usesAmx()).isFalse();
    assertThat(amx.cpu().fastInt8()).isFalse();
    assertThat(amx.refusal())
        .hasValueSatisfying(
            reason -> assertThat(reason).endsWith("missing: there is no such file"));
    assertThat(answers).isEmpty();
  }

  @Test
  void takesNothingForGrantedWhereTheListHasNoFeatures() throws Exception {
    Path arm = Files.writeString(folder.resolve("cpuinfo"), "Processor\t: ARMv8\n");

    assertThat(Amx.decide(true, NO_LIMIT, arm, () -> answer(0)).refusal())
        .hasValueSatisfying(reason -> assertThat(reason).endsWith("it has no line of flags"));
  }

  @Test
  void heedsALimitThatTheEnvironmentSets() throws Exception {
    Amx amx = Amx.decide(true, Optional.of("AVX2"), cpuInfo(XEON), () -> answer(0));

    assertThat(amx.cpu().usesAmx()).isFalse();
    assertThat(amx.refusal()).hasValue("the environment has DNNL_MAX_CPU_ISA=AVX2");
    assertThat(answers).isEmpty();
  }
}
