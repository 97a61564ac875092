package dev.retinagate.os;

import com.sun.jna.Function;

/** The end of the process, whatever its threads are doing. */
public final class ProcessExit {

  private ProcessExit() {}

  /**
   * Ends the process here and now, and never returns. {@link Runtime#halt} is not enough: it still
   * has MXNet's static objects destroyed, and a worker that is computing meanwhile makes of the
   * status an abort. Whatever has to be written must have been.
   *
   * @param status what the process ends with, from 0 to 255
   */
  public static void now(int status) {
    try {
      Function.getFunction("c", "_exit").invokeVoid(new Object[] {status});
    } catch (UnsatisfiedLinkError e) {
      Runtime.getRuntime().halt(status);
    }
  }
}
