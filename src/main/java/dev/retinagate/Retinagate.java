package dev.retinagate;

import dev.retinagate.cli.RootCommand;

/** The entry point: hands over to the command line. */
public final class Retinagate {

  private Retinagate() {}

  /** Runs one command and ends with its exit status. */
  public static void main(String[] arguments) {
    // Before the first class of Vert.x: it would log through java.util.logging.
    System.setProperty(
        "vertx.logger-delegate-factory-class-name",
        "io.vertx.core.logging.SLF4JLogDelegateFactory");
    System.exit(RootCommand.commandLine().execute(arguments));
  }
}
