package dev.retinagate.os;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The processor's features, as Linux lists them, and what the engine's oneDNN 2.4 makes of them.
 *
 * @param flags as {@code /proc/cpuinfo} names them
 * @param tilesGranted whether the kernel lets this process use the tile registers, which all AMX
 *     instructions need
 */
public record CpuFeatures(Set<String> flags, boolean tilesGranted) {

  /** Linux's list of processors. */
  public static final Path CPU_INFO = Path.of("/proc/cpuinfo");

  /**
   * Dot products of 8-bit integers, which make int8 faster than fp32. The engine uses them with
   * AVX-512 registers only: {@code avx_vnni} alone does not help.
   */
  private static final String VNNI = "avx512_vnni";

  private static final String BF16 = "avx512_bf16";
  private static final String AVX512 = "avx512f";
  private static final String AVX2 = "avx2";
  private static final String AMX_TILE = "amx_tile";
  private static final String AMX_INT8 = "amx_int8";
  private static final String AMX_BF16 = "amx_bf16";

  /** oneDNN takes AMX as one level, with all that comes before it. */
  private static final Set<String> AMX = Set.of(AMX_TILE, AMX_INT8, AMX_BF16, VNNI, BF16, AVX512);

  /** A processor that is fast at int8; without AMX. */
  public static final CpuFeatures WITH_INT8 = new CpuFeatures(Set.of(VNNI, AVX512), false);

  /** Keeps an immutable copy. */
  public CpuFeatures {
    flags = Set.copyOf(flags);
  }

  /** The features of this machine, its tile registers not granted; none where procfs is missing. */
  public static CpuFeatures ofThisMachine() {
    try {
      return read(CPU_INFO);
    } catch (IOException e) {
      return new CpuFeatures(Set.of(), false);
    }
  }

  /**
   * The features of the first processor in a file like {@link #CPU_INFO}; its tile registers are
   * not granted.
   *
   * @throws IOException if the file cannot be read, or lists no features, as on other processors
   */
  public static CpuFeatures read(Path cpuInfo) throws IOException {
    try (Stream<String> lines = Files.lines(cpuInfo)) {
      return lines
          .filter(line -> line.startsWith("flags"))
          .findFirst()
          .map(line -> line.substring(line.indexOf(':') + 1).strip())
          .map(line -> new CpuFeatures(Set.copyOf(List.of(line.split("\\s+", -1))), false))
          .orElseThrow(
              () -> new FileSystemException(cpuInfo + "", null, "it has no line of flags"));
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  /** The same processor, with the kernel's leave to use the tile registers. */
  public CpuFeatures withTiles() {
    return new CpuFeatures(flags, true);
  }

  /** Whether the processor has AMX, whatever the kernel grants. */
  public boolean hasAmx() {
    return flags.containsAll(AMX);
  }

  /** Whether AMX can be used. */
  public boolean usesAmx() {
    return tilesGranted && hasAmx();
  }

  /** Whether int8 is faster than fp32. */
  public boolean fastInt8() {
    return flags.contains(VNNI);
  }

  /** Whether the processor can multiply bfloat16 at all. */
  public boolean hasBf16() {
    return flags.contains(BF16);
  }

  /**
   * Whether bfloat16 is faster than fp32. Measured: on a processor with AMX it is only with AMX;
   * its {@code avx512_bf16} alone is slower than fp32.
   */
  public boolean fastBf16() {
    return hasBf16() && (usesAmx() || !flags.contains(AMX_BF16));
  }

  /** The instructions that multiply in int8: {@code amx_int8}, {@code avx512_vnni} and so on. */
  public String int8Isa() {
    return usesAmx() ? AMX_INT8 : flags.contains(VNNI) ? VNNI : fp32Isa();
  }

  /** The instructions that multiply in bfloat16: {@code amx_bf16}, {@code avx512_bf16}. */
  public String bf16Isa() {
    return usesAmx() ? AMX_BF16 : hasBf16() ? BF16 : fp32Isa();
  }

  /** The instructions that multiply in fp32: {@code avx512}, {@code avx2}, or {@code sse}. */
  public String fp32Isa() {
    return flags.contains(AVX512) ? "avx512" : flags.contains(AVX2) ? "avx2" : "sse";
  }
}
