package dev.retinagate.os;

import com.sun.jna.Function;

/** Ends the process, whatever its threads are doing. */
public final class ProcessExit {

  private ProcessExit() {}

  /**
   * Ends the process at once, and never returns. {@link Runtime#halt} is not enough: it runs the
   * destructors of MXNet's static objects, which crash a worker that still computes: the process
   * ends with SIGABRT instead of the status. Buffered output must have been written before.
   *
   * @param status of the process, 0 to 255
   */
  public static void now(int status) {
    try {
      Function.getFunction("c", "_exit").invokeVoid(new Object[] {status});
    } catch (UnsatisfiedLinkError e) {
      Runtime.getRuntime().halt(status);
    }
  }
}
