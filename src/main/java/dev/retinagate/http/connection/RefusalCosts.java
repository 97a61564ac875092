package dev.retinagate.http.connection;

import io.netty.util.concurrent.EventExecutor;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/**
 * What refused requests have cost the event loops of a node, in CPU time: to accept, read, answer
 * and close. What the kernel does outside of these threads is not in it. Safe to use from any
 * thread.
 */
public final class RefusalCosts {

  private final LongSupplier threadCpuNanos;
  private final Map<EventExecutor, LoopCost> loops = new ConcurrentHashMap<>();

  /**
   * No costs yet.
   *
   * @param threadCpuNanos the CPU time of the thread that calls; a constant if it is not known
   */
  public RefusalCosts(LongSupplier threadCpuNanos) {
    this.threadCpuNanos = threadCpuNanos;
  }

  /** The sum over all event loops, in nanoseconds. */
  public long nanos() {
    return loops.values().stream().mapToLong(LoopCost::refusingNanos).sum();
  }

  LoopCost of(EventExecutor loop) {
    return loops.computeIfAbsent(loop, first -> new LoopCost(threadCpuNanos));
  }
}
