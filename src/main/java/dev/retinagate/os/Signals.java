package dev.retinagate.os;

import java.lang.reflect.Proxy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Signals to this process. By {@code sun.misc.Signal}, the JDK's only interface to them, which
 * javac warns of whatever is suppressed: hence the reflection.
 */
public final class Signals {

  private static final Logger LOG = LoggerFactory.getLogger(Signals.class);
  private static final String HANG_UP = "HUP";

  private Signals() {}

  /**
   * Runs the task at each SIGHUP, by which service managers ask for a reload. Not for a process at
   * a terminal: there, the signal says that the terminal is gone, and still ends the process. The
   * task runs on a thread of its own for each signal.
   */
  public static void onHangUp(Runnable task) {
    if (Terminal.isStandardError()) {
      return;
    }
    try {
      Class<?> signal = Class.forName("sun.misc.Signal");
      Class<?> handler = Class.forName("sun.misc.SignalHandler");
      Object running =
          Proxy.newProxyInstance(
              Signals.class.getClassLoader(),
              new Class<?>[] {handler},
              (proxy, method, arguments) -> {
                if (method.getName().equals("handle")) {
                  task.run();
                }
                return null;
              });
      signal
          .getMethod("handle", signal, handler)
          .invoke(null, signal.getConstructor(String.class).newInstance(HANG_UP), running);
    } catch (ReflectiveOperationException | IllegalArgumentException e) {
      LOG.debug("SIGHUP cannot be handled here", e);
    }
  }
}
