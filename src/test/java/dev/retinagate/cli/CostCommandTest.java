package dev.retinagate.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.retinagate.support.CommandRun;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CostCommandTest {

  @TempDir private Path folder;

  @Test
  void theTableHasARowForEachNumberAndSaysWhatIsNotCompared() throws Exception {
    Path plot = folder.resolve("cost.svg");

    CommandRun run =
        CommandRun.of(
            "cost",
            "--pictures-per-second",
            "40",
            "--pictures-per-month",
            "1000000,40000000",
            "-o",
            plot.toString());

    assertThat(run.status()).as(run.err()).isZero();
    assertThat(run.out())
        .contains("at least 2 nodes at 0.1785 USD/h")
        .contains("not AWS's own list")
        .containsPattern("1,000,000 +2\\.00 +313\\.1")
        .containsPattern("40,000,000 .* no price")
        .contains("The fleet is cheaper than Rekognition from 31")
        .contains("80 labels, Rekognition thousands");
    assertThat(plot).content().startsWith("<svg").contains("80 labels", "Rekognition DetectLabels");
  }

  @Test
  void anotherTableOfPricesIsTaken() throws Exception {
    Path table = folder.resolve("prices.yaml");
    Files.writeString(
        table,
        Files.readString(Path.of("conf", "prices.yaml"))
            .replace("c5.large: 0.085", "c9.huge: 1.0"));

    CommandRun run =
        CommandRun.of(
            "cost",
            "--pictures-per-second",
            "40",
            "--instance",
            "c9.huge",
            "--prices",
            table.toString());

    assertThat(run.out()).contains("at least 2 nodes at 1.0000 USD/h");
  }

  @Test
  void aTypeWithoutAPriceIsAMistakeAndTheKnownOnesAreNamed() throws Exception {
    CommandRun run =
        CommandRun.of("cost", "--pictures-per-second", "40", "--instance", "c7i.xlarg");

    assertThat(run.status()).isEqualTo(2);
    assertThat(run.err()).contains("no price of 'c7i.xlarg'", "did you mean c7i.xlarge?");
  }

  @Test
  void valuesOutOfRangeAreMistakes() throws Exception {
    CommandRun run = CommandRun.of("cost", "--pictures-per-second", "0");

    assertThat(run.status()).isEqualTo(2);
    assertThat(run.err()).contains("pictures a second: above 0");
    assertThat(
            CommandRun.of("cost", "--pictures-per-second", "1", "--pictures-per-month", "0")
                .status())
        .isEqualTo(2);
  }
}
