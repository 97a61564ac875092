package dev.retinagate.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.retinagate.support.CommandRun;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SimulateCommandTest {

  @TempDir private Path folder;

  @Test
  void thereIsARowForEachShapeAndTargetAndAChartForEachShape() throws Exception {
    Path plot = folder.resolve("day.svg");

    CommandRun run =
        CommandRun.of(
            "simulate",
            "--pictures-per-second",
            "1",
            "--peak",
            "3",
            "--request-targets",
            "60,70",
            "-o",
            plot.toString());

    assertThat(run.status()).as(run.err()).isZero();
    assertThat(run.out()).contains("Simulated, not measured");
    assertThat(run.out().lines().filter(line -> line.matches("(diurnal|burst|step) +[67]0 .*")))
        .hasSize(6);
    assertThat(plot)
        .content()
        .contains("Load: diurnal", "Load: burst", "Load: step", "request target 70 %");
  }

  @Test
  void valuesOutOfRangeAreMistakes() throws Exception {
    CommandRun run = CommandRun.of("simulate", "--pictures-per-second", "1", "--peak", "0");

    assertThat(run.status()).isEqualTo(2);
    assertThat(run.err()).contains("--peak is above 0");
    assertThat(
            CommandRun.of(
                    "simulate", "--pictures-per-second", "1", "--peak", "1", "--max-nodes", "1")
                .status())
        .isEqualTo(2);
  }
}
