package dev.retinagate;

import dev.retinagate.cli.RootCommand;
import dev.retinagate.config.FileNames;
import java.util.Optional;
import org.apache.logging.log4j.LogManager;

/** The entry point: hands over to the command line. */
public final class Retinagate {

  /** The status of a command that was not run, as of picocli's usage errors. */
  private static final int USAGE = 2;

  private Retinagate() {}

  /** Runs one command and ends with its exit status. */
  public static void main(String[] arguments) {
    // Before the first class of Vert.x: it would log through java.util.logging.
    System.setProperty(
        "vertx.logger-delegate-factory-class-name",
        "io.vertx.core.logging.SLF4JLogDelegateFactory");
    // Before the first class of the JDK's TLS: renegotiation would let a client ask for one key
    // exchange after the other on one connection. TLS 1.3 has none, and no client needs it.
    System.setProperty("jdk.tls.rejectClientInitiatedRenegotiation", "true");
    Optional<String> fault = FileNames.workingDirectoryFault();
    if (fault.isPresent()) {
      System.err.println(fault.get());
      System.exit(USAGE);
    }
    int status = RootCommand.commandLine().execute(FileNames.arguments(arguments));
    LogManager.shutdown();
    System.exit(status);
  }
}
