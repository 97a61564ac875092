package dev.retinagate.support;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.Logger;
import org.apache.logging.log4j.core.appender.AbstractAppender;
import org.apache.logging.log4j.core.config.Property;

/**
 * Keeps the warnings of Vert.x's blocked-thread checker, of the whole test run. The node warns from
 * 100 ms on, which a thread without a core also reaches on a loaded machine; a thread that decodes
 * a large picture, infers or waits for another thread is blocked for longer than {@value
 * #MIN_MILLIS} ms.
 */
final class BlockedThreads {

  private static final long MIN_MILLIS = 300;
  private static final Pattern WARNING = Pattern.compile("has been blocked for (\\d+) ms");

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

  /** Whether a line of a log tells of a thread that did what no event loop may do. */
  static boolean tellsOfBlocking(String line) {
    Matcher warning = WARNING.matcher(line);
    return warning.find() && Long.parseLong(warning.group(1)) >= MIN_MILLIS;
  }

  private static final class Collector extends AbstractAppender {

    Collector() {
      super("blocked-threads", null, null, true, Property.EMPTY_ARRAY);
    }

    @Override
    public void append(LogEvent event) {
      String message = event.getMessage().getFormattedMessage();
      if (event.getLoggerName().endsWith("BlockedThreadChecker") && tellsOfBlocking(message)) {
        WARNINGS.add(message);
      }
    }
  }
}
