package dev.retinagate.os;

import com.sun.jna.Function;
import com.sun.jna.NativeLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the C library's malloc has of the process's memory. */
public final class NativeHeap {

  private static final Logger LOG = LoggerFactory.getLogger(NativeHeap.class);

  private NativeHeap() {}

  /**
   * Gives back to the kernel what was freed. By itself, glibc does so only at the end of an arena,
   * and keeps all that lies below something that is still in use. Walks through all arenas: not for
   * an event loop. Does nothing where the C library has no such call.
   */
  public static void trim() {
    try {
      Function.getFunction("c", "malloc_trim").invokeInt(new Object[] {new NativeLong(0)});
    } catch (UnsatisfiedLinkError e) {
      LOG.debug("freed memory stays with the process", e);
    }
  }
}
