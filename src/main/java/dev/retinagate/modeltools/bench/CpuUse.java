package dev.retinagate.modeltools.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.stream.IntStream;

/**
 * Time that the machine's cores have worked until now, and this process's part of it.
 *
 * @param allNanos of all processes, the time stolen by other virtual machines included
 * @param ownNanos of this one
 * @param atNanos when, on the monotonic clock
 */
record CpuUse(long allNanos, long ownNanos, long atNanos) {

  private static final Path MACHINE = Path.of("/proc/stat");

  /** Linux's USER_HZ, which is 100 on every architecture that the engine runs on. */
  private static final long NANOS_A_TICK = Duration.ofSeconds(1).toNanos() / 100;

  /** Of {@code cpu user nice system idle iowait irq softirq steal …}: idle and iowait. */
  private static final int IDLE = 4;

  private static final int IO_WAIT = 5;
  private static final int STEAL = 8;

  /** As it is now; where there is no procfs, the machine seems to work for this process alone. */
  static CpuUse now() {
    long own = ProcessHandle.current().info().totalCpuDuration().orElse(Duration.ZERO).toNanos();
    return new CpuUse(machineNanos().orElse(own), own, System.nanoTime());
  }

  private static OptionalLong machineNanos() {
    try {
      String[] fields = Files.readAllLines(MACHINE).get(0).split("\\s+", -1);
      return OptionalLong.of(
          NANOS_A_TICK
              * IntStream.rangeClosed(1, STEAL)
                  .filter(field -> field != IDLE && field != IO_WAIT)
                  .mapToLong(field -> Long.parseLong(fields[field]))
                  .sum());
    } catch (IOException e) {
      return OptionalLong.empty();
    }
  }

  /** How many cores others have kept busy since an earlier moment, on average; 0 and more. */
  double coresOfOthersSince(CpuUse earlier) {
    double others = (allNanos - earlier.allNanos) - (ownNanos - earlier.ownNanos);
    return Math.max(0, others / (atNanos - earlier.atNanos));
  }
}
