package dev.retinagate.http.connection;

import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * What refused requests have cost one thread, in its CPU time. A thread does one thing after the
 * other, so that the time between two marks belongs to what has just been done: work that ends
 * takes the time since the last mark, the system calls before it included. Owned by the thread; any
 * other may read the sum.
 */
final class LoopCost {

  private static final long NONE = -1;

  private final LongSupplier threadCpuNanos;
  private final AtomicLong refusingNanos = new AtomicLong();
  private long markNanos = NONE;

  /**
   * A thread that has refused nothing.
   *
   * @param threadCpuNanos the CPU time of the thread that calls; below 0 if it is not known
   */
  LoopCost(LongSupplier threadCpuNanos) {
    this.threadCpuNanos = threadCpuNanos;
  }

  /** Sets a mark, and returns the CPU time since the last one; 0 for the first. */
  long takeNanos() {
    long now = threadCpuNanos.getAsLong();
    long taken = markNanos == NONE ? 0 : now - markNanos;
    markNanos = now;
    return taken;
  }

  void addRefusing(long nanos) {
    refusingNanos.addAndGet(nanos);
  }

  /** All that refused requests have cost. */
  long refusingNanos() {
    return refusingNanos.get();
  }
}
