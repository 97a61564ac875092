package dev.retinagate.os;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The processor's features, as Linux lists them.
 *
 * @param flags as {@code /proc/cpuinfo} names them
 */
public record CpuFeatures(Set<String> flags) {

  private static final Path CPU_INFO = Path.of("/proc/cpuinfo");

  /**
   * Dot products of 8-bit integers, which make int8 faster than fp32. The engine's oneDNN uses them
   * with AVX-512 registers only: {@code avx_vnni} alone does not help.
   */
  private static final String VNNI = "avx512_vnni";

  /** Every feature that is tested here. */
  public static final CpuFeatures ALL = new CpuFeatures(Set.of(VNNI));

  /** Keeps an immutable copy. */
  public CpuFeatures {
    flags = Set.copyOf(flags);
  }

  /** The features of this machine; none where there is no procfs. */
  public static CpuFeatures ofThisMachine() {
    try (Stream<String> lines = Files.lines(CPU_INFO)) {
      return parse(lines);
    } catch (IOException | UncheckedIOException e) {
      return new CpuFeatures(Set.of());
    }
  }

  /** The features of the first processor in a {@code /proc/cpuinfo}. */
  static CpuFeatures parse(Stream<String> cpuInfo) {
    return cpuInfo
        .filter(line -> line.startsWith("flags"))
        .findFirst()
        .map(line -> line.substring(line.indexOf(':') + 1).strip())
        .map(line -> new CpuFeatures(Set.copyOf(List.of(line.split("\\s+", -1)))))
        .orElse(new CpuFeatures(Set.of()));
  }

  /** Whether int8 is faster than fp32. */
  public boolean fastInt8() {
    return flags.contains(VNNI);
  }
}
