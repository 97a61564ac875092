package dev.retinagate.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.retinagate.support.TestNode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.Logger;
import org.apache.logging.log4j.core.appender.AbstractAppender;
import org.apache.logging.log4j.core.config.Property;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Connections that arrive while a listener closes cause no warning. */
class ClosingTest {

  private static final int NODES = 10;
  private static final int CLIENTS = 4;

  /** More than the clients open before the node has seen them close: that bound has a warning. */
  private static final String CONNECTIONS = "1000000";

  private final Warnings warnings = new Warnings();

  @BeforeEach
  void watch() {
    warnings.start();
    ((Logger) LogManager.getRootLogger()).addAppender(warnings);
  }

  @AfterEach
  void stop() {
    ((Logger) LogManager.getRootLogger()).removeAppender(warnings);
  }

  @Test
  void connectionsThatArriveWhileTheListenersCloseCauseNoWarning() throws Exception {
    for (int i = 0; i < NODES; i++) {
      TestNode node =
          new TestNode(Map.of("drain.probe-period", "20ms", "http.max-connections", CONNECTIONS));
      List<Integer> ports = List.of(node.gateway().port(), node.gateway().managementPort());
      List<Thread> clients =
          ports.stream()
              .flatMap(port -> Stream.generate(() -> connecting(port)).limit(CLIENTS))
              .toList();
      clients.forEach(Thread::start);

      node.close();

      for (Thread client : clients) {
        client.join();
      }
    }
    // The clients take the cores from the event loops, so that these may stand still.
    assertThat(warnings.seen).allMatch(w -> w.contains("BlockedThreadChecker"));
  }

  /** Connects again and again, until the listener has closed. */
  private static Thread connecting(int port) {
    return new Thread(
        () -> {
          try {
            while (true) {
              new Socket(InetAddress.getLoopbackAddress(), port).close();
            }
          } catch (IOException listenerClosed) {
            // The end of the loop.
          }
        });
  }

  private static final class Warnings extends AbstractAppender {

    private final List<String> seen = new CopyOnWriteArrayList<>();

    Warnings() {
      super("warnings", null, null, true, Property.EMPTY_ARRAY);
    }

    @Override
    public void append(LogEvent event) {
      if (event.getLevel().isMoreSpecificThan(Level.WARN)) {
        seen.add(
            event.getLoggerName()
                + " "
                + event.getMessage().getFormattedMessage()
                + " "
                + event.getThrown());
      }
    }
  }
}
