package dev.retinagate.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.retinagate.keys.ApiKey;
import dev.retinagate.support.CommandRun;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KeyCommandTest {

  @TempDir private Path folder;

  @Test
  void printsTheKeyAsTheLastWordAndKeepsItsHash() throws Exception {
    CommandRun run = key("add camera-1 --rate 5/s --share 2");

    assertThat(run.status()).as(run.err()).isZero();
    String[] words = run.out().strip().split("\\s+", -1);
    String key = words[words.length - 1];
    assertThat(key).startsWith(ApiKey.PREFIX);
    assertThat(Files.readString(file()))
        .contains("camera-1 sha256:" + HexFormat.of().formatHex(ApiKey.hash(key)))
        .contains(" rate=5/s share=2")
        .doesNotContain(key);
  }

  @Test
  void listsNamesAndNoHashes() throws Exception {
    key("add camera-1 --rate 5/s");
    key("add camera-2");

    CommandRun run = key("list");

    assertThat(run.status()).isZero();
    assertThat(run.lines().stream().map(line -> line.split(" +", -1)[0]))
        .containsExactly("name", "camera-1", "camera-2");
    assertThat(run.lines().get(1)).contains("5/s");
    assertThat(run.out()).doesNotContain("sha256");
  }

  @Test
  void removesAKey() {
    key("add camera-1");

    assertThat(key("remove camera-1").status()).isZero();
    assertThat(key("list").lines()).hasSize(1);
    assertThat(key("remove camera-1").err()).contains("has no key 'camera-1'");
  }

  @ParameterizedTest
  @CsvSource({
    "add a --size 1, 2, Unknown option",
    "add a/b, 2, 'a/b' is not a name",
    "add a --rate 5, 2, --rate: '5' is not a rate such as 5/s",
    "add a --share 0, 2, --share: there is a share that is not",
    "list, 1, cannot be read: there is no such file",
    "'', 2, 'Name a command: add, list or remove'"
  })
  void aFaultIsOneSentence(String arguments, int status, String words) {
    CommandRun run = arguments.isEmpty() ? CommandRun.of("key") : key(arguments);

    assertThat(run.status()).isEqualTo(status);
    assertThat(run.err()).contains(words).doesNotContain("Exception");
  }

  private Path file() {
    return folder.resolve("keys");
  }

  private CommandRun key(String arguments) {
    List<String> all = new ArrayList<>(List.of("key"));
    all.addAll(List.of(arguments.split(" ")));
    all.addAll(List.of("--file", file().toString()));
    return CommandRun.of(all.toArray(new String[0]));
  }
}
