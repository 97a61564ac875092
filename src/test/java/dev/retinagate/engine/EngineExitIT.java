package dev.retinagate.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.jna.NativeLibrary;
import com.sun.jna.Pointer;
import dev.retinagate.graph.Symbol;
import dev.retinagate.graph.SymbolBuilder;
import dev.retinagate.graph.SymbolJson;
import dev.retinagate.graph.Tensor;
import dev.retinagate.support.ChildJvm;
import java.io.BufferedReader;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A process that a signal ends while its engine computes, as any command's may be. */
class EngineExitIT {

  /** A shell's status of a process that SIGTERM has ended. */
  private static final int TERMINATED = 143;

  @Test
  @Timeout(120)
  void aSignalEndsAProcessWhoseEngineComputes() throws Exception {
    Process process =
        ChildJvm.start(Computing.class, "-XX:-CreateCoredumpOnCrash", "-XX:ErrorFile=/dev/null");
    try (BufferedReader output = process.inputReader()) {
      String line = output.readLine();
      while (line != null && !line.equals(Computing.BEGUN)) {
        line = output.readLine();
      }
      assertThat(line).isEqualTo(Computing.BEGUN);

      process.toHandle().destroy();

      String rest = output.lines().collect(Collectors.joining("\n"));
      assertThat(process.waitFor()).as(rest).isEqualTo(TERMINATED);
    } finally {
      process.destroyForcibly();
    }
  }

  /**
   * The process: layers that take seconds. An exit handler sleeps for as many seconds as the
   * status, behind the destructors of what MXNet makes when it first computes: if they have run,
   * the engine is seen to go on without them.
   */
  static final class Computing {

    static final String BEGUN = "begun";

    private static final int CHANNELS = 64;
    private static final int SIDE = 1_000;
    private static final int LAYERS = 50;

    private Computing() {}

    public static void main(String[] arguments) {
      MxnetEnvironment.prepare(1);
      MxnetEnvironment.loadLibrary();
      NativeLibrary libc = NativeLibrary.getInstance("c");
      libc.getFunction("on_exit").invokeInt(new Object[] {libc.getFunction("sleep"), Pointer.NULL});
      SymbolBuilder builder = new SymbolBuilder();
      Map<String, Tensor> parameters = new HashMap<>();
      Symbol.Value layer = builder.variable(Session.INPUT);
      for (int i = 0; i < LAYERS; i++) {
        String weights = "weights" + i;
        parameters.put(
            weights,
            Tensor.of(List.of(CHANNELS, CHANNELS, 3, 3), new float[CHANNELS * CHANNELS * 3 * 3]));
        layer =
            builder.apply(
                "Convolution",
                "layer" + i,
                List.of(layer, builder.variable(weights)),
                "kernel",
                "(3, 3)",
                "pad",
                "(1, 1)",
                "num_filter",
                String.valueOf(CHANNELS),
                "no_bias",
                "True");
      }
      try (Session session =
          Session.open(SymbolJson.write(builder.build(List.of(layer))), parameters)) {
        session.input(1, CHANNELS, SIDE, SIDE);
        System.out.println(BEGUN);
        session.run(outputs -> outputs.size());
      }
    }
  }
}
