package dev.retinagate.os;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.function.LongSupplier;

/** The CPU time of threads: what the kernel ran them for, system calls included. */
public final class ThreadCpuTime {

  private ThreadCpuTime() {}

  /**
   * The CPU time of the thread that calls, in nanoseconds; always 0 where the JVM does not know it.
   * A reading costs a system call, a third of a microsecond.
   */
  public static LongSupplier nanos() {
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    return threads.isCurrentThreadCpuTimeSupported() ? threads::getCurrentThreadCpuTime : () -> 0;
  }
}
