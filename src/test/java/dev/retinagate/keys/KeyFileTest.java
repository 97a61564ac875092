package dev.retinagate.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KeyFileTest {

  private static final String HASH = "0".repeat(64);

  @TempDir private Path folder;
  private Path path;
  private KeyFile file;

  @BeforeEach
  void setUp() {
    path = folder.resolve("keys");
    file = new KeyFile(path);
  }

  @Test
  void keepsTheHashOfAKeyAndNotTheKey() throws Exception {
    String key = file.add("camera-1", Optional.empty(), 1);

    assertThat(key).matches("rg_[A-Za-z0-9_-]{43}");
    assertThat(Files.readString(path)).doesNotContain(key.substring(0, 12));
    assertThat(file.read())
        .containsExactly(
            new KeyEntry(
                "camera-1", HexFormat.of().formatHex(ApiKey.hash(key)), Optional.empty(), 1));
  }

  @Test
  void readsBackTheRateAndTheShare() throws Exception {
    file.add("camera-1", Optional.of(Rate.parse("30/min")), 2);

    assertThat(Files.readString(path)).contains(" rate=30/min share=2\n");
    assertThat(file.read().get(0).rate()).contains(new Rate(30, "min"));
    assertThat(file.read().get(0).share()).isEqualTo(2);
  }

  @Test
  void theOwnerAloneMayReadTheFile() throws Exception {
    Files.writeString(path, "");
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-rw-r--"));

    file.add("camera-1", Optional.empty(), 1);

    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
        .isEqualTo("rw-------");
  }

  @Test
  void keepsTheCommentsAndTheOtherKeys() throws Exception {
    Files.writeString(path, "# of the yard\na sha256:" + HASH + "\n\n# of the gate\n");
    file.add("b", Optional.empty(), 1);
    file.remove("a");

    assertThat(Files.readAllLines(path))
        .startsWith("# of the yard", "", "# of the gate")
        .hasSize(4);
    assertThat(file.read()).extracting(KeyEntry::name).containsExactly("b");
  }

  @Test
  void changesTheFileBehindALinkAndKeepsTheLink() throws Exception {
    Files.writeString(path, "");
    Path link = Files.createSymbolicLink(folder.resolve("link"), path);

    new KeyFile(link).add("a", Optional.empty(), 1);

    assertThat(link).isSymbolicLink();
    assertThat(file.read()).hasSize(1);
  }

  @Test
  void addsAtTheSameTimeLoseNoKey() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(4);
    List<Future<String>> added = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      String name = "key-" + i;
      added.add(threads.submit(() -> file.add(name, Optional.empty(), 1)));
    }
    for (Future<String> one : added) {
      one.get();
    }
    threads.shutdown();

    assertThat(file.read()).hasSize(12);
  }

  @Test
  void refusesANameThatIsTakenAndLeavesNoLock() throws Exception {
    file.add("a", Optional.empty(), 1);
    String before = Files.readString(path);

    assertThatThrownBy(() -> file.add("a", Optional.empty(), 1))
        .isInstanceOf(KeyFileException.class)
        .hasMessageContaining("has a key 'a' already");
    assertThat(Files.readString(path)).isEqualTo(before);
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files).containsExactly(path);
    }
  }

  @Test
  void removesOnlyAKeyThatIsThere() throws Exception {
    file.add("a", Optional.empty(), 1);

    assertThatThrownBy(() -> file.remove("b")).hasMessageContaining("has no key 'b'");
    assertThatThrownBy(() -> new KeyFile(folder.resolve("none")).remove("a"))
        .hasMessageContaining("cannot be read: there is no such file");
  }

  @ParameterizedTest
  @CsvSource({
    "hidden, no name with a sha256:",
    "-hidden sha256:00, no name with a sha256:",
    "a sha256:hidden, a sha256: without 64 hex digits",
    "a sha256:H hidden, a word that is neither",
    "a sha256:H rate=hidden, a rate= that is not a rate such as",
    "a sha256:H rate=0/s, a rate= that is not a rate such as",
    "a sha256:H share=0, a share that is not a whole number",
    "a sha256:H share=hidden, a share that is not a whole number",
  })
  void saysWhichLineIsWrongButNotWhatItSays(String line, String words) throws IOException {
    Files.writeString(path, "# one\n" + line.replace("H", HASH) + "\n");

    assertThatThrownBy(file::read)
        .isInstanceOf(KeyFileException.class)
        .hasMessageStartingWith(path + ", line 2: there is " + words)
        .hasMessageNotContaining("hidden");
  }

  @Test
  void refusesANameThatStandsTwice() throws IOException {
    Files.writeString(path, "a sha256:%s%na sha256:%s%n".formatted(HASH, HASH));

    assertThatThrownBy(file::read).hasMessageContaining("line 2: its name is that of another");
  }
}
