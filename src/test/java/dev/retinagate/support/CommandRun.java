package dev.retinagate.support;

import dev.retinagate.cli.RootCommand;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import picocli.CommandLine;

/**
 * One run of the command line in this process.
 *
 * @param status the exit status
 * @param out all of standard output
 * @param err all of standard error
 */
public record CommandRun(int status, String out, String err) {

  /** Runs {@code retinagate} with these arguments. */
  public static CommandRun of(String... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    CommandLine root = RootCommand.commandLine();
    root.setOut(new PrintWriter(out, true));
    root.setErr(new PrintWriter(err, true));
    int status = root.execute(arguments);
    return new CommandRun(status, out.toString(), err.toString());
  }

  /** The lines of standard output. */
  public List<String> lines() {
    return out.lines().toList();
  }
}
