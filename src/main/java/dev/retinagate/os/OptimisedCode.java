package dev.retinagate.os;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.management.JMException;
import javax.management.ObjectName;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which code HotSpot's optimising compiler, C2, compiles. It takes a method once that was called
 * some thousand times, however little it does; a method that is called once for each picture gets
 * there after minutes, and the compiler takes a tenth of a core until then. So it is left the code
 * that works on each byte of a picture or on each message of a flood. The rest is compiled by C1
 * alone, and without the counters for C2, so that it is faster from the start.
 */
public final class OptimisedCode {

  private static final Logger LOG = LoggerFactory.getLogger(OptimisedCode.class);

  /**
   * The first match holds. The JDK is left to C2, which alone knows its intrinsics: ciphers,
   * hashes, Base64, comparisons.
   */
  private static final String DIRECTIVES =
      """
      [
        {
          match: [
            "dev/retinagate/*.*",
            "io/netty/*.*",
            "io/vertx/*.*",
            "java/lang/*.*",
            "java/math/*.*",
            "java/nio/*.*",
            "java/security/*.*",
            "java/util/Base64*.*",
            "javax/crypto/*.*",
            "com/sun/crypto/*.*",
            "sun/security/*.*",
            "jdk/internal/*.*"
          ],
          c2: { Exclude: false }
        },
        {
          match: "*.*",
          c2: { Exclude: true }
        }
      ]
      """;

  private OptimisedCode() {}

  /** Does nothing on another JVM than HotSpot, or where there is no folder for temporary files. */
  public static void limit() {
    try {
      Path file = Files.createTempFile("retinagate-compiler-", ".json");
      try {
        Files.writeString(file, DIRECTIVES);
        LOG.debug("{}", add(file));
      } finally {
        Files.delete(file);
      }
    } catch (IOException | JMException | RuntimeException e) {
      LOG.debug("all code is left to every compiler", e);
    }
  }

  /** What {@code jcmd Compiler.directives_add} does, and what it says. */
  static Object add(Path file) throws JMException {
    return ManagementFactory.getPlatformMBeanServer()
        .invoke(
            new ObjectName("com.sun.management:type=DiagnosticCommand"),
            "compilerDirectivesAdd",
            new Object[] {new String[] {file.toString()}},
            new String[] {String[].class.getName()});
  }
}
