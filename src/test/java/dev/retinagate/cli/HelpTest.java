package dev.retinagate.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.retinagate.support.CommandRun;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.yaml.snakeyaml.Yaml;
import picocli.CommandLine;

class HelpTest {

  /** Every command and subcommand, as words. */
  static Stream<List<String>> commands() {
    List<List<String>> commands = new ArrayList<>();
    collect(RootCommand.commandLine(), List.of(), commands);
    return commands.stream();
  }

  private static void collect(CommandLine command, List<String> words, List<List<String>> all) {
    all.add(words);
    command
        .getSubcommands()
        .forEach(
            (name, sub) -> {
              List<String> longer = new ArrayList<>(words);
              longer.add(name);
              collect(sub, longer, all);
            });
  }

  @Test
  void thereAreTwentyFiveCommands() {
    assertThat(commands()).hasSize(25).contains(List.of("model", "import-keras"));
  }

  @ParameterizedTest
  @MethodSource("commands")
  void helpIsAnAnswerAndNotAnError(List<String> command) {
    CommandRun run = run(command, "--help");

    assertThat(run.status()).isZero();
    assertThat(run.err()).isEmpty();
    assertThat(run.out())
        .startsWith(
            String.join(
                " ", Stream.concat(Stream.of("Usage: retinagate"), command.stream()).toList()))
        .contains("-h, --help");
  }

  @ParameterizedTest
  @MethodSource("commands")
  void placeholdersAreWordsAndEveryOptionIsDescribed(List<String> command) {
    CommandLine found = RootCommand.commandLine();
    for (String word : command) {
      found = found.getSubcommands().get(word);
    }

    assertThat(run(command, "--help").out()).doesNotContain("<", "${");
    assertThat(found.getCommandSpec().args())
        .allSatisfy(
            argument -> {
              assertThat(argument.description()).as(argument.paramLabel()).isNotEmpty();
              // A flag without a value has a label too, which is not shown.
              if (argument.arity().max() > 0) {
                assertThat(argument.paramLabel()).doesNotContain("<");
              }
            });
  }

  @ParameterizedTest
  @MethodSource("commands")
  void everyCommandPrintsTheVersion(List<String> command) {
    CommandRun run = run(command, "--version");

    assertThat(run.status()).isZero();
    assertThat(run.out()).startsWith("retinagate ");
  }

  @Test
  void helpOfServeNamesTheDefaultOfEachFlag() throws Exception {
    Map<String, Map<String, Object>> defaults =
        new Yaml().load(Files.readString(Path.of("conf", "retinagate.yaml")));
    String help = run(List.of("serve"), "--help").out().replaceAll("\\s+", " ");

    for (String key :
        List.of(
            "http.host",
            "http.port",
            "management.port",
            "model.name",
            "model.directory",
            "model.precision",
            "engine.amx",
            "workers.count",
            "admission.queue",
            "log.format")) {
      String[] path = key.split("\\.", -1);
      assertThat(help).contains(key + ", " + defaults.get(path[0]).get(path[1]) + " by default");
    }
  }

  @Test
  void helpOfDetectNamesTheDefaultsOfTheConfiguration() {
    assertThat(run(List.of("detect"), "--help").out().replaceAll("\\s+", " "))
        .contains(
            "detection.max, 100 by default", "by default the model's own", "a folder", "- for");
  }

  private static CommandRun run(List<String> command, String flag) {
    List<String> all = new ArrayList<>(command);
    all.add(flag);
    return CommandRun.of(all.toArray(new String[0]));
  }
}
