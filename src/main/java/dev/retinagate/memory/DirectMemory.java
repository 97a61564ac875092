package dev.retinagate.memory;

import io.netty.util.internal.PlatformDependent;

/**
 * The memory off the heap that Netty may allocate: {@code -XX:MaxDirectMemorySize}. Safe to use
 * from any thread.
 */
public final class DirectMemory {

  /** Netty's pool allocates whole chunks, and several threads may be about to allocate one. */
  private static final long MARGIN_BYTES = 16 << 20;

  private DirectMemory() {}

  /**
   * Whether so many bytes may be allocated. To be called before an allocation: on Java 17 an
   * allocation beyond the limit collects the whole heap and sleeps for half a second before it
   * fails.
   */
  public static boolean hasRoom(long bytes) {
    return hasRoom(bytes, usedBytes(), maxBytes());
  }

  /** Bytes that Netty has allocated, or -1 where Netty does not count them. */
  public static long usedBytes() {
    return PlatformDependent.usedDirectMemory();
  }

  /** Most bytes that Netty may allocate. */
  public static long maxBytes() {
    return PlatformDependent.maxDirectMemory();
  }

  /** As {@link #hasRoom(long)}; {@code used} is negative where it is not known. */
  static boolean hasRoom(long bytes, long used, long max) {
    return used < 0 || used + bytes + MARGIN_BYTES <= max;
  }
}
