package dev.retinagate.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.retinagate.support.TestNode;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A connection that a draining node takes has its request answered, up to the last one. */
class LastConnectionsTest {

  private static final int NODES = 5;
  private static final int CLIENTS = 16;
  private static final byte[] REQUEST =
      "GET /models HTTP/1.1\r\nHost: a\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

  private final AtomicInteger answered = new AtomicInteger();
  private final AtomicInteger broken = new AtomicInteger();

  @Test
  void everyConnectionThatIsTakenIsAnsweredUntilTheListenerHasClosed() throws Exception {
    for (int i = 0; i < NODES; i++) {
      TestNode node = new TestNode(Map.of("drain.probe-period", "20ms"));
      int port = node.gateway().port();
      List<Thread> clients = Stream.generate(() -> asking(port)).limit(CLIENTS).toList();
      clients.forEach(Thread::start);

      node.close();

      for (Thread client : clients) {
        client.join();
      }
    }
    assertThat(answered).hasPositiveValue();
    assertThat(broken).hasValue(0);
  }

  /** Connects and asks again and again, until nothing listens. */
  private Thread asking(int port) {
    return new Thread(
        () -> {
          while (true) {
            try (Socket connection = new Socket(InetAddress.getLoopbackAddress(), port)) {
              ask(connection);
            } catch (IOException listenerClosed) {
              return;
            }
          }
        });
  }

  private void ask(Socket connection) throws IOException {
    try {
      connection.getOutputStream().write(REQUEST);
      InputStream answer = connection.getInputStream();
      (answer.read() < 0 ? broken : answered).incrementAndGet();
    } catch (SocketException reset) {
      broken.incrementAndGet();
    }
  }
}
