package dev.retinagate.support;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A virtual environment with packages of PyPI, made anew where it does not exist. A test that needs
 * one is skipped where there is no Python or no PyPI.
 */
public final class PythonEnvironment {

  private static final long PATIENCE_SECONDS = 900;

  private final Path folder;

  private PythonEnvironment(Path folder) {
    this.folder = folder;
  }

  /**
   * An environment in {@code target}, kept for the next run.
   *
   * @param name of its folder; tests with other packages have another
   * @param packages with their versions, {@code name==1.2.3}
   */
  public static PythonEnvironment with(String name, String... packages)
      throws IOException, InterruptedException {
    Path folder = Path.of("target", "python", name).toAbsolutePath();
    PythonEnvironment environment = new PythonEnvironment(folder);
    Path complete = folder.resolve(String.join(",", packages));
    if (!Files.exists(complete)) {
      assumeTrue(hasPython(), "python3 is missing");
      assumeTrue(
          run(Map.of(), List.of("python3", "-m", "venv", "--clear", folder.toString())).status()
              == 0,
          "python3 has no venv");
      List<String> install = new ArrayList<>(List.of("-m", "pip", "install", "--quiet"));
      install.addAll(List.of(packages));
      CommandRun installed = environment.run("python", Map.of(), install);
      assumeTrue(installed.status() == 0, "PyPI cannot be reached: " + installed.out());
      Files.createFile(complete);
    }
    return environment;
  }

  /**
   * Runs a program of the environment to its end. Its errors are part of its output.
   *
   * @param variables of the process's environment, beside those of this one
   */
  public CommandRun run(String program, Map<String, String> variables, List<String> arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(folder.resolve("bin").resolve(program).toString());
    command.addAll(arguments);
    return run(variables, command);
  }

  private static boolean hasPython() throws InterruptedException {
    try {
      return run(Map.of(), List.of("python3", "--version")).status() == 0;
    } catch (IOException absent) {
      return false;
    }
  }

  private static CommandRun run(Map<String, String> variables, List<String> command)
      throws IOException, InterruptedException {
    Path out = Files.createTempFile("retinagate-python", ".out");
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(out.toFile());
    builder.environment().putAll(variables);
    // Programs leave caches where they run.
    builder.directory(Path.of("target").toFile());
    Process process = builder.start();
    try {
      if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        throw new IllegalStateException("still running: " + command + "\n" + Files.readString(out));
      }
      return new CommandRun(process.exitValue(), Files.readString(out), "");
    } finally {
      process.destroyForcibly();
      Files.delete(out);
    }
  }
}
