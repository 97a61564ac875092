package dev.retinagate.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.retinagate.support.RawClient;
import dev.retinagate.support.TestNode;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Refusals of callers that share HAProxy's connections to a node, while the budget for refusals is
 * overdrawn by far: whoever has to wait waits for seconds.
 */
class SharedConnectionIT {

  private static final Path HAPROXY = Path.of("/usr/sbin/haproxy");
  private static final String BALANCER = "127.0.0.2";
  private static final int CALLERS = 50;
  private static final int REQUESTS = 20;

  /** Far less than the two seconds of a delay, far more than a refusal takes on a busy machine. */
  private static final Duration SOON = Duration.ofSeconds(1);

  private static final Duration HAPROXY_STARTS_WITHIN = Duration.ofSeconds(20);

  @TempDir private Path folder;
  private final ExecutorService callers = Executors.newFixedThreadPool(CALLERS);
  private TestNode node;
  private Process haproxy;
  private int port;

  @BeforeEach
  void startTheBalancerOfAFullNode() throws Exception {
    assumeThat(HAPROXY).as("HAProxy, of Debian's package haproxy").isExecutable();
    node = new TestNode(Map.of("http.trusted-proxies", BALANCER));
    for (int i = 0; i < TestNode.PERMITS; i++) {
      node.client().post("/detect", "", "wait " + i);
      node.awaitInside(i + 1, 0);
    }
    node.refusalsCost(Duration.ofSeconds(10));
    port = freePort();
    Path configuration =
        Files.writeString(
            folder.resolve("haproxy.cfg"),
            """
            defaults
              mode http
              timeout connect 5s
              timeout client 60s
              timeout server 60s
              option forwardfor
            frontend callers
              bind 127.0.0.1:%d
              default_backend nodes
            backend nodes
              http-reuse always
              server node 127.0.0.1:%d source %s
            """
                .formatted(port, node.gateway().port(), BALANCER));
    haproxy =
        new ProcessBuilder(HAPROXY.toString(), "-db", "-f", configuration.toString())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("haproxy.log").toFile())
            .start();
    awaitBalancer();
  }

  @AfterEach
  void stop() {
    callers.shutdownNow();
    if (haproxy != null) {
      haproxy.destroy();
    }
    if (node != null) {
      node.close();
    }
  }

  @Test
  void noCallerWaitsForWhatAnotherWasToldOnTheSameConnection() throws Exception {
    RawClient impatient = node.client();
    assertThat(impatient.post("/detect", "", "cat").response().status()).isEqualTo(503);
    impatient.post("/detect", "", "cat");

    List<Callable<Duration>> asking = new ArrayList<>();
    for (int i = 0; i < CALLERS; i++) {
      asking.add(this::longestRefusal);
    }
    for (Future<Duration> longest : callers.invokeAll(asking)) {
      assertThat(longest.get()).isLessThan(SOON);
    }
    assertThat(impatient.response().status()).isEqualTo(503);
  }

  /** Asks again as soon as it is refused, as a balancer that tries another node would. */
  private Duration longestRefusal() throws IOException {
    Duration longest = Duration.ZERO;
    try (RawClient caller = new RawClient(port)) {
      for (int i = 0; i < REQUESTS; i++) {
        long begun = System.nanoTime();
        assertThat(caller.post("/detect", "", "cat").response().status()).isEqualTo(503);
        Duration took = Duration.ofNanos(System.nanoTime() - begun);
        longest = took.compareTo(longest) > 0 ? took : longest;
      }
    }
    return longest;
  }

  private void awaitBalancer() throws Exception {
    long end = System.nanoTime() + HAPROXY_STARTS_WITHIN.toNanos();
    while (true) {
      try (RawClient client = new RawClient(port)) {
        assertThat(client.request("GET /health").response().status()).isEqualTo(200);
        return;
      } catch (IOException notYet) {
        assertThat(System.nanoTime()).as("time for HAProxy to start").isLessThan(end);
        Thread.sleep(50);
      }
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }
}
