package dev.retinagate.support;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** Runs a line of a shell, as somebody who copied it from a document. */
public final class Shell {

  private static final long PATIENCE_SECONDS = 300;

  private Shell() {}

  /** Whether the command is there. */
  public static boolean has(String command) throws IOException, InterruptedException {
    return run(Path.of("."), "command -v " + command).status() == 0;
  }

  /** Runs a line of bash in a folder to its end. */
  public static CommandRun run(Path folder, String line) throws IOException, InterruptedException {
    Path out = Files.createTempFile("retinagate-shell", ".out");
    Path err = Files.createTempFile("retinagate-shell", ".err");
    Process process =
        new ProcessBuilder("bash", "-c", line)
            .directory(folder.toFile())
            .redirectOutput(out.toFile())
            .redirectError(err.toFile())
            .start();
    try {
      if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        throw new IllegalStateException("still running: " + line);
      }
      return new CommandRun(process.exitValue(), Files.readString(out), Files.readString(err));
    } finally {
      process.destroyForcibly();
      Files.delete(out);
      Files.delete(err);
    }
  }
}
