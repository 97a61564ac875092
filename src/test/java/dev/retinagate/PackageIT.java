package dev.retinagate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The Debian package of this build's jar: the scripts of provisioning/test, which also say more.
 */
class PackageIT {

  private static final Path SCRIPTS = Path.of("provisioning", "test");

  /** Of a script whose tools are missing, or that would need root. */
  private static final int SKIPPED = 77;

  /** The first run makes a Debian root from the machine's mirror. */
  private static final long PATIENCE_MINUTES = 15;

  @TempDir private Path folder;

  @Test
  void thePackageItsUnitAndItsScriptsAreWithoutFault() throws Exception {
    run("lint.sh");
  }

  @Test
  void aDebianHostInstallsServesRestartsDrainsUpgradesAndPurgesIt() throws Exception {
    run("host.sh", "bookworm");
  }

  private void run(String script, String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(SCRIPTS.resolve(script).toString()));
    command.addAll(List.of(arguments));
    Path output = folder.resolve("output");
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    try {
      boolean ended = process.waitFor(PATIENCE_MINUTES, TimeUnit.MINUTES);
      String said = Files.readString(output);
      System.out.print(said);
      assertThat(ended).as(said).isTrue();
      assumeFalse(process.exitValue() == SKIPPED, said);
      assertThat(process.exitValue()).as(said).isZero();
    } finally {
      // SIGTERM first: the script then ends its host, and removes what that needed.
      process.destroy();
      if (!process.waitFor(1, TimeUnit.MINUTES)) {
        process.destroyForcibly();
      }
    }
  }
}
