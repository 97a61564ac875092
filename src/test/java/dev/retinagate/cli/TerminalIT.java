package dev.retinagate.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.retinagate.support.JarRun;
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
