package dev.retinagate.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.retinagate.support.CommandRun;
import dev.retinagate.support.JarRun;
import dev.retinagate.support.Shell;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The jar at a terminal: only our own words, and files only where they may be. */
class TerminalIT {

  private static final Path PICTURES =
      Path.of("src", "test", "resources", "pictures").toAbsolutePath();

  @TempDir private Path folder;

  @Test
  void noLibraryWritesToTheTerminal() throws Exception {
    JarRun run =
        new JarRun.Builder(
                "detect",
                "--precision",
                "fp32",
                "--format",
                "text",
                PICTURES.resolve("formats/truncated-rgb.png").toString(),
                PICTURES.resolve("formats/wrong-crc.png").toString(),
                PICTURES.resolve("chelsea.jpg").toString())
            .run();

    assertThat(run.status()).isEqualTo(1);
    assertThat(run.out()).contains("chelsea.jpg: ");
    assertThat(run.err().lines())
        .hasSize(2)
        .allSatisfy(line -> assertThat(line).startsWith(PICTURES.toString()));
  }

  /** Of an upload whose answers go to a file: no node is there, and the bar is. */
  @Test
  void aTerminalHasAProgressBarAndAPipeHasNone() throws Exception {
    assumeTrue(Shell.has("script"), "script is missing");
    String upload =
        "'%s' -jar '%s' upload '%s' --url http://127.0.0.1:1 --give-up-after 1ms > answers.jsonl"
            .formatted(
                Path.of(System.getProperty("java.home"), "bin", "java"),
                Path.of("target", "retinagate.jar").toAbsolutePath(),
                PICTURES.resolve("formats"));

    CommandRun terminal = Shell.run(folder, "script -qec \"" + upload + "\" /dev/null");
    CommandRun pipe = Shell.run(folder, upload);

    assertThat(terminal.out()).containsPattern("\\[ {40}\\] 0/\\d+").contains("Gave up: ");
    assertThat(pipe.err().lines()).singleElement().asString().startsWith("Gave up: ");
    assertThat(folder.resolve("answers.jsonl")).content().doesNotContain("0/");
  }

  @Test
  void anImportIsSilentToo() throws Exception {
    Path file = Path.of("src", "test", "resources", "keras", "other-network.h5.gz");
    JarRun run =
        new JarRun.Builder(
                "model", "import-keras", file.toString(), "--name", "n", "--models", "" + folder)
            .run();

    assertThat(run.status()).isEqualTo(1);
    assertThat(run.err().lines()).singleElement().asString().startsWith(file + ": expected ");
  }

  @Test
  void nativeLibrariesAreUnpackedWhereTheConfigurationSays() throws Exception {
    Path home = Files.createDirectory(folder.resolve("home"));
    Path caches = folder.resolve("caches");

    JarRun run =
        new JarRun.Builder("detect", PICTURES.resolve("chelsea.jpg").toString())
            .environment("HOME", home.toString())
            .environment("RETINAGATE_NODE_CACHE_DIRECTORY", caches.toString())
            .jvm("-Duser.home=" + home)
            .run();

    assertThat(run.status()).as(run.err()).isZero();
    assertThat(home).isEmptyDirectory();
    assertThat(size(caches)).isGreaterThan(200_000_000);
  }

  @Test
  void aCacheFolderThatCannotBeMadeIsNamed() throws Exception {
    Path file = Files.createFile(folder.resolve("file"));

    JarRun run =
        new JarRun.Builder("detect", PICTURES.resolve("chelsea.jpg").toString())
            .environment("RETINAGATE_NODE_CACHE_DIRECTORY", file.toString())
            .run();

    assertThat(run.status()).isEqualTo(2);
    assertThat(run.err()).startsWith("node.cache-directory: '" + file + "' cannot be used: ");
  }

  private static long size(Path folder) throws Exception {
    try (Stream<Path> files = Files.walk(folder)) {
      long sum = 0;
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        sum += Files.size(file);
      }
      return sum;
    }
  }
}
