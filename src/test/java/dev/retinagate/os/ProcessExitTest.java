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
    assertThatItEndsInOrder(Ending.class);
  }

  @Test
  @Timeout(60)
  void runsNoneAtTheJvmsOwnExitOnceTheyAreToBeSkipped() throws Exception {
    assertThatItEndsInOrder(Skipping.class);
  }

  private static void assertThatItEndsInOrder(Class<?> main) throws Exception {
    Process process = ChildJvm.start(main, "-XX:-CreateCoredumpOnCrash", "-XX:ErrorFile=/dev/null");
    String output =
        new String(process.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);

    assertThat(process.waitFor()).as(output).isEqualTo(STATUS);
  }

  private static boolean isAbortRegistered() {
    Function abort = Function.getFunction("c", "abort");
    return Function.getFunction("c", "__cxa_atexit")
            .invokeInt(new Object[] {abort, Pointer.NULL, Pointer.NULL})
        == 0;
  }

  /** A process that ends past the JVM. */
  static final class Ending {

    private Ending() {}

    public static void main(String[] arguments) {
      if (isAbortRegistered()) {
        ProcessExit.now(STATUS);
      }
    }
  }

  /** A process that ends as the JVM does. */
  static final class Skipping {

    private Skipping() {}

    public static void main(String[] arguments) {
      ProcessExit.skipDestructors();
      if (isAbortRegistered()) {
        System.exit(STATUS);
      }
    }
  }
}
