package dev.retinagate.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

class ProgressTest {

  private static final String EMPTY = " ".repeat(36);

  private final StringWriter err = new StringWriter();
  private final PrintWriter to = new PrintWriter(err);

  @Test
  void theBarOfATerminalGrowsWithEachStep() {
    try (Progress progress = new Progress(to, 10, true)) {
      progress.step();
    }
    assertThat(err.toString())
        .isEqualTo("\r[    " + EMPTY + "] 0/10\r[####" + EMPTY + "] 1/10" + System.lineSeparator());
  }

  @Test
  void aSentenceHasALineOfItsOwnAndTheBarComesBack() {
    try (Progress progress = new Progress(to, 10, true)) {
      err.getBuffer().setLength(0);
      progress.say("The node is away.");

      assertThat(err.toString())
          .isEqualTo(
              "\r\u001b[KThe node is away."
                  + System.lineSeparator()
                  + "\r[    "
                  + EMPTY
                  + "] 0/10");
    }
  }

  @Test
  void aHiddenBarComesBackWithTheNextStep() {
    try (Progress progress = new Progress(to, 10, true)) {
      progress.hide();
      assertThat(err.toString()).endsWith("\r\u001b[K");
      progress.step();
      assertThat(err.toString()).endsWith("] 1/10");
    }
  }

  @Test
  void aPipeGetsTheSentencesOnly() {
    try (Progress progress = new Progress(to, 10, false)) {
      progress.hide();
      progress.step();
      progress.say("The node is away.");
    }
    assertThat(err.toString()).isEqualTo("The node is away." + System.lineSeparator());
  }

  @Test
  void aFewStepsHaveNoBar() {
    try (Progress progress = new Progress(to, 9, true)) {
      progress.step();
    }
    assertThat(err.toString()).isEmpty();
  }
}
