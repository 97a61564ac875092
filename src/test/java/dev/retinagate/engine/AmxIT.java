package dev.retinagate.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.retinagate.os.CpuFeatures;
import dev.retinagate.os.TilePermission;
import dev.retinagate.support.JarRun;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Disabled;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The jar on a processor with AMX; skipped on every other one. */
class AmxIT {

  private static final String PICTURE = "src/test/resources/pictures/chelsea.jpg";

  @BeforeEach
  void requireAmx() {
    assumeThat(CpuFeatures.ofThisMachine().hasAmx()).as("this processor has AMX").isTrue();
    assumeThat(TilePermission.OF_THE_KERNEL.request()).as("the kernel's error number").isZero();
  }

  private static JarRun detect(String... arguments) throws Exception {
    return new JarRun.Builder("detect", PICTURE)
        .and(arguments)
        .environment("DNNL_VERBOSE", "1")
        .run();
  }

  private static List<String> convolutions(JarRun run) {
    return run.lines()
        .filter(line -> line.startsWith("dnnl_verbose,exec,cpu,convolution"))
        .toList();
  }

  @ParameterizedTest
  @CsvSource({"int8", "bf16"})
  void convolvesByAmx(String precision) throws Exception {
    JarRun run = detect("--precision", precision);

    assertThat(run.status()).as(run.err()).isZero();
    assertThat(convolutions(run)).anyMatch(line -> line.contains("amx"));
  }

  @Disabled("one of the two that are left to them is not known: no such processor was at hand")
  @Test
  void leavesNoInt8ConvolutionToTheKernelsThatHalveTheWeights() throws Exception {
    assertThat(convolutions(detect("--precision", "int8")))
        .isNotEmpty()
        .noneMatch(line -> line.contains("jit_uni_int8"));
  }

  @Test
  void staysWithVnniWhereTheOperatorSaysOff() throws Exception {
    assertThat(convolutions(detect("--precision", "int8", "--amx", "off")))
        .isNotEmpty()
        .noneMatch(line -> line.contains("amx"));
  }
}
