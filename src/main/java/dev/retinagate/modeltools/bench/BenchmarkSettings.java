package dev.retinagate.modeltools.bench;

import java.time.Duration;
import java.util.List;

/**
 * How to measure.
 *
 * @param workers numbers of workers to compare, each at least 1; every worker has its own detector
 *     and thread
 * @param engineThreads threads that the engine uses for each worker, at least 1
 * @param duration for how long each number of workers is measured, warm-up not counted
 */
public record BenchmarkSettings(List<Integer> workers, int engineThreads, Duration duration) {

  /** Checks the ranges. */
  public BenchmarkSettings {
    workers = List.copyOf(workers);
    if (workers.isEmpty() || workers.stream().anyMatch(count -> count < 1)) {
      throw new IllegalArgumentException("workers " + workers + ": each must be at least 1");
    }
    if (engineThreads < 1) {
      throw new IllegalArgumentException("engine threads " + engineThreads + " < 1");
    }
    if (duration.isZero() || duration.isNegative()) {
      throw new IllegalArgumentException("duration " + duration + " is not positive");
    }
  }

  int mostWorkers() {
    return workers.stream().mapToInt(Integer::intValue).max().orElseThrow();
  }
}
