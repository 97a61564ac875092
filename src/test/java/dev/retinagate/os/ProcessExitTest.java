package dev.retinagate.os;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.jna.Function;
import com.sun.jna.Pointer;
import dev.retinagate.support.ChildJvm;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class ProcessExitTest {

  private static final int STATUS = 7;

  /** Destructors of static objects are exit handlers; MXNet's may abort, and so does this one. */
  @Test
  @Timeout(60)
  void runsNoExitHandlersOfNativeLibraries() throws Exception {
    Process process =
        ChildJvm.start(Ending.class, "-XX:-CreateCoredumpOnCrash", "-XX:ErrorFile=/dev/null");
    String output =
        new String(process.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);

    assertThat(process.waitFor()).as(output).isEqualTo(STATUS);
  }

  /** The process. */
  static final class Ending {

    private Ending() {}

    public static void main(String[] arguments) {
      Function abort = Function.getFunction("c", "abort");
      int refused =
          Function.getFunction("c", "__cxa_atexit")
              .invokeInt(new Object[] {abort, Pointer.NULL, Pointer.NULL});
      if (refused == 0) {
        ProcessExit.now(STATUS);
      }
    }
  }
}
