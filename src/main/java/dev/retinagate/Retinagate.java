package dev.retinagate;

import dev.retinagate.cli.RootCommand;
import dev.retinagate.os.FileNames;
import org.apache.logging.log4j.LogManager;

/** The entry point: hands over to the command line. */
public final class Retinagate {

  private Retinagate() {}

  /** Runs one command and ends with its exit status. */
  public static void main(String[] arguments) {
    // Before the first class of Vert.x: it would log through java.util.logging.
    System.setProperty(
        "vertx.logger-delegate-factory-class-name",
        "io.vertx.core.logging.SLF4JLogDelegateFactory");
    FileNames.workingDirectoryFault().ifPresent(fault -> System.err.println("warning: " + fault));
    int status = RootCommand.commandLine().execute(FileNames.arguments(arguments));
    LogManager.shutdown();
    System.exit(status);
  }
}
