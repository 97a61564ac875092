package dev.retinagate.memory;

import io.netty.util.internal.PlatformDependent;

/**
 * What the JVM lets Netty have off the heap: {@code -XX:MaxDirectMemorySize}. Safe to use from any
 * thread.
 */
public final class DirectMemory {

  /** Netty's pool takes chunks of it, and several threads may be about to take one. */
  private static final long MARGIN_BYTES = 16 << 20;

  private DirectMemory() {}

  /**
   * Whether so much may be allocated. To be asked before: on Java 17 an allocation beyond the limit
   * has the whole heap collected and sleeps for half a second before it fails.
   */
  public static boolean hasRoom(long bytes) {
    return hasRoom(
        bytes, PlatformDependent.usedDirectMemory(), PlatformDependent.maxDirectMemory());
  }

  /** The same; a use that is not known is negative. */
  static boolean hasRoom(long bytes, long used, long most) {
    return used < 0 || used + bytes + MARGIN_BYTES <= most;
  }
}
