package dev.retinagate.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.retinagate.support.CommandRun;
import dev.retinagate.support.Shell;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

class ManualCommandTest {

  @TempDir private Path folder;

  @ParameterizedTest
  @MethodSource("dev.retinagate.cli.HelpTest#commands")
  void thePageHasEveryCommandWithItsOptions(List<String> command) {
    String page = CommandRun.of("manual").out();
    CommandLine found = RootCommand.commandLine();
    for (String word : command) {
      found = found.getSubcommands().get(word);
    }
    String section =
        command.isEmpty() ? page : page.substring(page.indexOf(".SS " + heading(command)));

    assertThat(page).contains(command.isEmpty() ? ".SH NAME" : ".SS " + heading(command) + "\n");
    found
        .getCommandSpec()
        .options()
        .forEach(
            option -> {
              if (!option.usageHelp() && !option.versionHelp()) {
                assertThat(section).contains(option.longestName().replace("-", "\\-"));
              }
            });
  }

  private static String heading(List<String> command) {
    return String.join(" ", command).replace("-", "\\-");
  }

  @Test
  void thePageIsTheSameEachTime() {
    assertThat(CommandRun.of("manual").out()).isEqualTo(CommandRun.of("manual").out());
  }

  @Test
  void manUnderstandsThePage() throws Exception {
    assumeTrue(Shell.has("man"), "man is missing");
    Files.writeString(folder.resolve("page"), CommandRun.of("manual").out());

    CommandRun run =
        Shell.run(folder, "MANROFFSEQ='' MANWIDTH=80 man --warnings -E UTF-8 -l -Tutf8 -Z page");

    assertThat(run.status()).isZero();
    assertThat(run.err()).isEmpty();
  }

  @Test
  void bashCompletesCommandsAndFlags() throws Exception {
    assumeTrue(Shell.has("bash"), "bash is missing");
    Files.writeString(folder.resolve("completion"), CommandRun.of("completion").out());

    assertThat(completed("ser")).contains("serve");
    assertThat(completed("health --l")).containsExactly("--live");
  }

  /** What bash offers behind {@code retinagate} and these words. */
  private List<String> completed(String words) throws Exception {
    CommandRun run =
        Shell.run(
            folder,
            "source completion; COMP_LINE='retinagate %1$s'; COMP_POINT=${#COMP_LINE}; COMP_WORDS=(retinagate %1$s);"
                    .formatted(words)
                + " COMP_CWORD=$((${#COMP_WORDS[@]} - 1)); _complete_retinagate;"
                + " printf '%s\\n' \"${COMPREPLY[@]}\"");
    assertThat(run.status()).as(run.err()).isZero();
    return run.lines();
  }
}
