package dev.retinagate.engine;

import dev.retinagate.config.FileProblem;
import dev.retinagate.os.CpuFeatures;
import dev.retinagate.os.TilePermission;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;

/**
 * Whether the engine computes with AMX, Intel's matrix instructions. Its oneDNN 2.4 has kernels for
 * them, but uses them only if it is told to before it loads, and never asks the kernel for the
 * registers itself.
 *
 * @param cpu the processor, with what the engine may use of it
 * @param refusal why AMX is not used although the processor has it or may have it; empty if it is
 *     used, the processor has none, or the operator does not want it
 */
record Amx(CpuFeatures cpu, Optional<String> refusal) {

  /** The variable by which oneDNN is told the most that it may use. */
  static final String LIMIT = "DNNL_MAX_CPU_ISA";

  /** The value of {@link #LIMIT} for AMX in 8-bit integers and bfloat16. */
  static final String WITH_AMX = "AVX512_CORE_AMX";

  /**
   * Decides.
   *
   * @param wanted whether the operator lets the engine use AMX
   * @param limit the value of {@link #LIMIT} in the process's environment
   * @param cpuInfo the list of processors
   * @param permission asked only if the processor has AMX and nothing else forbids it
   */
  static Amx decide(
      boolean wanted, Optional<String> limit, Path cpuInfo, TilePermission permission) {
    CpuFeatures cpu;
    try {
      cpu = CpuFeatures.read(cpuInfo);
    } catch (IOException e) {
      return new Amx(
          new CpuFeatures(Set.of(), false),
          Optional.of(
              "the processor's features are unknown: " + cpuInfo + ": " + FileProblem.reason(e)));
    }
    if (!wanted || !cpu.hasAmx()) {
      return new Amx(cpu, Optional.empty());
    }
    if (limit.isPresent() && !limit.get().equals(WITH_AMX)) {
      return new Amx(cpu, Optional.of("the environment has " + LIMIT + "=" + limit.get()));
    }
    int error = permission.request();
    if (error != 0) {
      return new Amx(
          cpu,
          Optional.of(
              "the kernel refuses the tile registers, error "
                  + error
                  + (error == TilePermission.INVALID ? "; it takes Linux 5.16" : "")));
    }
    return new Amx(cpu.withTiles(), Optional.empty());
  }
}
