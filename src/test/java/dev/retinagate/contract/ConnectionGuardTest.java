package dev.retinagate.contract;

import static dev.retinagate.contract.DetectTest.assertProblem;
import static dev.retinagate.support.TestNode.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.retinagate.config.Config;
import dev.retinagate.config.ConfigLoader;
import dev.retinagate.http.connection.ConnectionGuard;
import dev.retinagate.http.connection.ListenerOptions;
import dev.retinagate.http.problem.InvalidRequestHandler;
import dev.retinagate.http.problem.LingeringClose;
import dev.retinagate.http.reply.AccessLog;
import dev.retinagate.support.RawClient;
import dev.retinagate.telemetry.GatewayMeters;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.transport.Transport;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the guard promises holds on either transport. */
class ConnectionGuardTest {

  private static final int MAX_CONNECTIONS = 3;

  private final AtomicInteger refused = new AtomicInteger();
  private ConnectionGuard guard;
  private Vertx vertx;
  private HttpServer server;

  @AfterEach
  void stop() {
    await(vertx.close());
  }

  @ParameterizedTest
  @ValueSource(strings = {"epoll", "nio"})
  void readsStrictly(String transport) throws Exception {
    start(transport);
    try (RawClient client = client()) {
      client.send(
          "GET / HTTP/1.1\r\nHost: t\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n"
              + "0\r\n\r\nGET / HTTP/1.1\r\nHost: t\r\n\r\n");

      assertProblem(client.response(), 400, "malformed-request");
      assertThat(client.isClosedByServer()).isTrue();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"epoll", "nio"})
  void boundsConnections(String transport) throws Exception {
    start(transport);
    try (RawClient first = client();
        RawClient second = client();
        RawClient third = client()) {
      for (RawClient client : new RawClient[] {first, second, third}) {
        assertThat(client.request("GET /").response().status()).isEqualTo(200);
      }
      assertThat(guard.open(server.actualPort())).isEqualTo(MAX_CONNECTIONS);

      try (RawClient tooMany = client()) {
        assertThat(tooMany.isClosedByServer()).isTrue();
      }
      assertThat(first.request("GET /").response().status()).isEqualTo(200);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"epoll", "nio"})
  void boundsTheTimeForTheFirstHeaders(String transport) throws Exception {
    start(transport);
    try (RawClient slow = client()) {
      slow.send("GET / HTTP/1.1\r\nHost: t\r\n");

      assertThat(slow.isClosedByServer()).isTrue();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"epoll", "nio"})
  void stopsAcceptingAndKeepsWhatIsOpen(String transport) throws Exception {
    start(transport);
    int port = server.actualPort();
    try (RawClient open = client()) {
      assertThat(open.request("GET /").response().status()).isEqualTo(200);

      await(guard.stopAccepting(port));
      await(guard.stopAccepting());

      assertThat(isTurnedAway(port)).isTrue();
      assertThat(open.request("GET /").response().status()).isEqualTo(200);
    }
  }

  private void start(String transport) throws Exception {
    Config config =
        new ConfigLoader(1)
            .defaultsBut(
                Map.of(
                    "http.host", "127.0.0.1",
                    "http.port", "0",
                    "http.max-connections", String.valueOf(MAX_CONNECTIONS),
                    "http.header-timeout", "300ms"));
    guard = new ConnectionGuard(config, refused::incrementAndGet);
    Transport chosen = transport.equals("nio") ? guard.nio() : guard.transport();
    assertThat(chosen.name()).isEqualTo(transport);
    vertx = Vertx.builder().withTransport(chosen).build();
    assertThat(vertx.isNativeTransportEnabled()).isEqualTo(!transport.equals("nio"));
    server =
        await(
            vertx
                .createHttpServer(ListenerOptions.of(config))
                .requestHandler(request -> request.response().end("ok"))
                .invalidRequestHandler(
                    new InvalidRequestHandler(
                        new GatewayMeters(new SimpleMeterRegistry()),
                        new AccessLog(false),
                        new LingeringClose(vertx, Duration.ofSeconds(1))))
                .listen());
  }

  private RawClient client() throws IOException {
    return new RawClient(server.actualPort());
  }

  /** Java's transport leaves the socket to the kernel for a moment after it is closed. */
  private static boolean isTurnedAway(int port) {
    try (RawClient client = new RawClient(port)) {
      return client.isClosedByServer();
    } catch (IOException refused) {
      return true;
    }
  }
}
