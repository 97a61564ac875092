package dev.retinagate.os;

import com.sun.jna.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The priority of a thread: how much of a core it has beside others. */
public final class ThreadPriority {

  private static final Logger LOG = LoggerFactory.getLogger(ThreadPriority.class);

  /** A tenth of a core beside a thread of normal priority; all of it on an idle core. */
  private static final int NICE = 10;

  /** {@code PRIO_PROCESS}, which for Linux means a thread. */
  private static final int OF_THREAD = 0;

  private static final int THE_CALLER = 0;

  private ThreadPriority() {}

  /** Lowers the priority of the calling thread, for good. Does nothing where that is impossible. */
  public static void lower() {
    set(THE_CALLER, NICE);
  }

  /** Sets the nice value of a thread by its id. */
  static void set(int thread, int nice) {
    try {
      Function setPriority = Function.getFunction("c", "setpriority");
      if (setPriority.invokeInt(new Object[] {OF_THREAD, thread, nice}) != 0) {
        LOG.debug("thread {} keeps its priority", thread);
      }
    } catch (UnsatisfiedLinkError e) {
      LOG.debug("thread {} keeps its priority", thread, e);
    }
  }
}
