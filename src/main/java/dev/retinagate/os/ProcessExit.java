package dev.retinagate.os;

import com.sun.jna.Function;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Pointer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Ends the process, whatever its threads are doing. */
public final class ProcessExit {

  private static final Logger LOG = LoggerFactory.getLogger(ProcessExit.class);

  private ProcessExit() {}

  /**
   * Has every later end of the process, a signal's as well, skip the destructors of native
   * libraries, and keep its status. The JVM waits only some tenths of a second for threads in
   * native code before it calls libc's {@code exit}: a thread that computes for longer would go on
   * in a library whose static objects are gone, and crash the process.
   */
  public static void skipDestructors() {
    try {
      Runtime.getRuntime()
          .addShutdownHook(new Thread(ProcessExit::registerExit, "skip-destructors"));
    } catch (IllegalStateException e) {
      // The process ends already.
      registerExit();
    }
  }

  /**
   * libc runs what was registered last first, and this ends the process. So it comes as late as
   * possible: a library registers the destructor of an object when it makes the object.
   */
  private static void registerExit() {
    try {
      NativeLibrary libc = NativeLibrary.getInstance("c");
      // _exit takes the status first, as on_exit's functions do, and ignores their argument.
      libc.getFunction("on_exit").invokeInt(new Object[] {libc.getFunction("_exit"), Pointer.NULL});
    } catch (UnsatisfiedLinkError e) {
      LOG.debug("destructors of native libraries run at the end of the process", e);
    }
  }

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
