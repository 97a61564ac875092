package dev.retinagate.os;

import com.sun.jna.Function;
import com.sun.jna.LastErrorException;
import com.sun.jna.Platform;

/**
 * The kernel's leave to use AMX's tile registers. A process has to ask before its first AMX
 * instruction, which would kill it otherwise; its later threads inherit the leave.
 */
@FunctionalInterface
public interface TilePermission {

  /** The answer of a kernel that does not know the request, as before Linux 5.16. */
  int INVALID = 22;

  /** Asks the kernel of this process. */
  TilePermission OF_THE_KERNEL = TilePermission::ask;

  /**
   * Asks.
   *
   * @return 0 if granted, else the kernel's error number
   */
  int request();

  private static int ask() {
    // Source: Linux, arch/x86/include/uapi/asm/prctl.h and asm/unistd_64.h.
    final int archPrctl = 158;
    final int requestPermission = 0x1023;
    final int tileData = 18;
    if (!Platform.isLinux() || !Platform.is64Bit() || !Platform.isIntel()) {
      return INVALID;
    }
    try {
      Function.getFunction("c", "syscall", Function.THROW_LAST_ERROR)
          .invokeLong(new Object[] {(long) archPrctl, (long) requestPermission, (long) tileData});
      return 0;
    } catch (LastErrorException e) {
      return e.getErrorCode();
    }
  }
}
