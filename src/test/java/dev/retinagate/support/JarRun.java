package dev.retinagate.support;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/**
 * One run of the packaged jar as a process of its own, to its end.
 *
 * @param status the exit status
 * @param out all of standard output
 * @param err all of standard error, native libraries' messages included
 */
public record JarRun(int status, String out, String err) {

  private static final Path JAR = Path.of("target", "retinagate.jar").toAbsolutePath();
  private static final long PATIENCE_SECONDS = 300;
  private static final long POLL_MILLIS = 50;

  /** The lines of standard output. */
  public Stream<String> lines() {
    return out.lines();
  }

  /** What to run, and where. */
  public static final class Builder {

    private final List<String> jvmOptions = new ArrayList<>();
    private final List<String> arguments = new ArrayList<>();
    private final ProcessBuilder process = new ProcessBuilder();
    private Path standardOutput;
    private BooleanSupplier stop;

    /** A run with these arguments, without the settings of the desk. */
    public Builder(String... arguments) {
      and(arguments);
      process.environment().keySet().removeIf(name -> name.startsWith("RETINAGATE_"));
    }

    /** Adds arguments. */
    public Builder and(String... more) {
      arguments.addAll(List.of(more));
      return this;
    }

    /** Sets a variable. */
    public Builder environment(String name, String value) {
      process.environment().put(name, value);
      return this;
    }

    /** Adds an option of the JVM. */
    public Builder jvm(String option) {
      jvmOptions.add(option);
      return this;
    }

    /** Chooses the working directory. */
    public Builder in(Path folder) {
      process.directory(folder.toFile());
      return this;
    }

    /** Has standard output written to this file, which can be read meanwhile and stays. */
    public Builder outTo(Path file) {
      standardOutput = file;
      return this;
    }

    /** Has SIGTERM sent once the condition holds: for commands that go on until then. */
    public Builder stopWhen(BooleanSupplier condition) {
      stop = condition;
      return this;
    }

    /** Runs it beside the test. */
    public CompletableFuture<JarRun> start() {
      return CompletableFuture.supplyAsync(
          () -> {
            try {
              return run();
            } catch (IOException | InterruptedException e) {
              throw new CompletionException(e);
            }
          });
    }

    /** Runs it. */
    public JarRun run() throws IOException, InterruptedException {
      List<String> command = new ArrayList<>();
      command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
      command.addAll(jvmOptions);
      command.addAll(List.of("-jar", JAR.toString()));
      command.addAll(arguments);
      Path out =
          standardOutput == null ? Files.createTempFile("retinagate", ".out") : standardOutput;
      Path err = Files.createTempFile("retinagate", ".err");
      Process running =
          process.command(command).redirectOutput(out.toFile()).redirectError(err.toFile()).start();
      try {
        if (stop != null) {
          stop(running);
        }
        if (!running.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
          throw new IllegalStateException("still running: " + command);
        }
        return new JarRun(running.exitValue(), text(out), text(err));
      } finally {
        running.destroyForcibly();
        if (standardOutput == null) {
          Files.delete(out);
        }
        Files.delete(err);
      }
    }

    private void stop(Process running) throws InterruptedException {
      long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
      while (running.isAlive() && !stop.getAsBoolean() && System.nanoTime() - end < 0) {
        running.waitFor(POLL_MILLIS, TimeUnit.MILLISECONDS);
      }
      running.destroy();
    }

    private static String text(Path file) throws IOException {
      return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
    }
  }
}
