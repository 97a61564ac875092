package dev.retinagate.cli;

import dev.retinagate.support.TestCertificate;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import picocli.CommandLine;

/** {@code serve} over TLS, as a process of its own. The product has no configuration for it yet. */
public final class TlsNodeMain {

  private TlsNodeMain() {}

  /**
   * Serves.
   *
   * @param arguments the certificate's file, and the flags of {@code serve}
   */
  public static void main(String[] arguments) {
    Path certificate = Path.of(arguments[0]);
    TestCertificate.warmUp(certificate);
    System.setProperty(
        "vertx.logger-delegate-factory-class-name",
        "io.vertx.core.logging.SLF4JLogDelegateFactory");
    ServeCommand serve =
        new ServeCommand(Backend.BUILT_IN, Optional.of(TestCertificate.options(certificate)));
    String[] flags = Arrays.copyOfRange(arguments, 1, arguments.length);
    System.exit(new CommandLine(serve).execute(flags));
  }
}
