package dev.retinagate.cli;

import dev.retinagate.config.Config;
import org.apache.logging.log4j.core.config.Configurator;

/** The form of the log's lines: log4j2.xml has one appender for each, named as the format is. */
final class LogFormat {

  private static final String PROPERTY = "retinagate.log.format";
  private static final String JSON = "json";

  private LogFormat() {}

  /** Has the log written as configured from now on; it is text until then. */
  static void use(Config config) {
    if (config.node().logFormat().equals(JSON)) {
      System.setProperty(PROPERTY, JSON);
      Configurator.reconfigure();
    }
  }
}
