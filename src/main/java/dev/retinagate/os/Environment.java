package dev.retinagate.os;

import com.sun.jna.Function;

/** The process's environment, which Java cannot change and native libraries read. */
public final class Environment {

  private Environment() {}

  /**
   * Sets a variable for what native code reads from now on; {@code System.getenv} does not see it.
   *
   * @throws IllegalStateException if libc refuses the name
   */
  public static void set(String name, String value) {
    int failed = Function.getFunction("c", "setenv").invokeInt(new Object[] {name, value, 1});
    if (failed != 0) {
      throw new IllegalStateException("libc refused to set " + name);
    }
  }
}
