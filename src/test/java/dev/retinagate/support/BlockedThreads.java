package dev.retinagate.support;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.Logger;
import org.apache.logging.log4j.core.appender.AbstractAppender;
import org.apache.logging.log4j.core.config.Property;

/** Keeps every warning of Vert.x's blocked-thread checker, of the whole test run. */
final class BlockedThreads {

  private static final List<String> WARNINGS = new CopyOnWriteArrayList<>();
  private static boolean watching;

  private BlockedThreads() {}

  static synchronized void watch() {
    if (!watching) {
      watching = true;
      Collector collector = new Collector();
      collector.start();
      ((Logger) LogManager.getRootLogger()).addAppender(collector);
    }
  }

  /** The warnings since the last call: each fails the test of one node. */
  static List<String> drainWarnings() {
    List<String> warnings = List.copyOf(WARNINGS);
    WARNINGS.removeAll(warnings);
    return warnings;
  }

  private static final class Collector extends AbstractAppender {

    Collector() {
      super("blocked-threads", null, null, true, Property.EMPTY_ARRAY);
    }

    @Override
    public void append(LogEvent event) {
      if (event.getLoggerName().endsWith("BlockedThreadChecker")) {
        WARNINGS.add(event.getMessage().getFormattedMessage());
      }
    }
  }
}
