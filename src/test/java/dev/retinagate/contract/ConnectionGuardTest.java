package dev.retinagate.contract;

import static dev.retinagate.contract.DetectTest.assertProblem;
import static dev.retinagate.support.TestNode.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.retinagate.config.Config;
import dev.retinagate.config.ConfigLoader;
import dev.retinagate.config.Origins;
import dev.retinagate.http.connection.ConnectionGuard;
import dev.retinagate.http.connection.RefusalCosts;
import dev.retinagate.http.problem.InvalidRequestHandler;
import dev.retinagate.http.problem.LingeringClose;
import dev.retinagate.http.reply.AccessLog;
import dev.retinagate.http.reply.CorsHandler;
import dev.retinagate.support.RawClient;
import dev.retinagate.support.Wire;
import dev.retinagate.telemetry.GatewayMeters;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.transport.Transport;
import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.CsvSource;

/** The promises of the guard hold on either transport, in cleartext and over TLS. */
@ParameterizedClass
@CsvSource({"epoll, CLEARTEXT", "epoll, TLS", "nio, CLEARTEXT", "nio, TLS"})
class ConnectionGuardTest {

  private static final int MAX_CONNECTIONS = 3;

  private static final int SURPLUS = 5;

  private final String transport;
  private final Wire wire;
  private final AtomicInteger refused = new AtomicInteger();
  private ConnectionGuard guard;
  private Vertx vertx;
  private HttpServer server;

  ConnectionGuardTest(String transport, Wire wire) {
    this.transport = transport;
    this.wire = wire;
  }

  @AfterEach
  void stop() {
    if (vertx != null) {
      await(vertx.close());
    }
  }

  @Test
  void readsStrictly() throws Exception {
    start("10s");
    try (RawClient client = client()) {
      client.send(
          "GET / HTTP/1.1\r\nHost: t\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n"
              + "0\r\n\r\nGET / HTTP/1.1\r\nHost: t\r\n\r\n");

      assertProblem(client.response(), 400, "malformed-request");
      assertThat(client.isClosedByServer()).isTrue();
    }
  }

  @Test
  void boundsConnections() throws Exception {
    start("10s");
    try (RawClient first = client();
        RawClient second = client();
        RawClient third = client()) {
      for (RawClient client : new RawClient[] {first, second, third}) {
        assertThat(client.request("GET /").response().status()).isEqualTo(200);
      }
      assertThat(guard.open(server.actualPort())).isEqualTo(MAX_CONNECTIONS);

      for (int i = 1; i <= SURPLUS; i++) {
        // Closed at accept: with TLS there is no handshake to wait for.
        try (Socket surplus = Wire.CLEARTEXT.connect(server.actualPort())) {
          assertThat(surplus.getInputStream().read()).isNegative();
        }
        assertThat(refused).hasValue(i);
      }
      assertThat(guard.open(server.actualPort())).isEqualTo(MAX_CONNECTIONS);
      assertThat(first.request("GET /").response().status()).isEqualTo(200);
    }
  }

  @Test
  void boundsTheTimeForTheFirstHeaders() throws Exception {
    start("2s");
    try (RawClient slow = client()) {
      slow.send("GET / HTTP/1.1\r\nHost: t\r\n");

      assertThat(slow.isClosedByServer()).isTrue();
    }
  }

  @Test
  void boundsTheTimeForATlsHandshake() throws Exception {
    assumeThat(wire).isEqualTo(Wire.TLS);
    start("300ms");
    try (Socket silent = Wire.CLEARTEXT.connect(server.actualPort());
        Socket slow = Wire.CLEARTEXT.connect(server.actualPort())) {
      // The begin of a record that holds a ClientHello.
      slow.getOutputStream().write(new byte[] {22, 3, 1, 0, 100, 1, 0, 0, 96, 3, 3});

      assertThat(silent.getInputStream().read()).isNegative();
      assertThat(slow.getInputStream().read()).isNegative();
    }
  }

  @Test
  void stopsAcceptingAndKeepsWhatIsOpen() throws Exception {
    start("10s");
    int port = server.actualPort();
    try (RawClient open = client()) {
      assertThat(open.request("GET /").response().status()).isEqualTo(200);

      await(guard.stopAccepting(port));
      await(guard.stopAccepting());

      assertThat(isTurnedAway(port)).isTrue();
      assertThat(open.request("GET /").response().status()).isEqualTo(200);
    }
  }

  private void start(String headerTimeout) throws Exception {
    Config config =
        new ConfigLoader(1)
            .defaultsBut(
                Map.of(
                    "http.host",
                    "127.0.0.1",
                    "http.port",
                    "0",
                    "tls.port",
                    "0",
                    "http.max-connections",
                    String.valueOf(MAX_CONNECTIONS),
                    "http.header-timeout",
                    headerTimeout));
    guard =
        new ConnectionGuard(config, refused::incrementAndGet, () -> {}, new RefusalCosts(() -> 0));
    Transport chosen = transport.equals("nio") ? guard.nio() : guard.transport();
    assertThat(chosen.name()).isEqualTo(transport);
    vertx = Vertx.builder().withTransport(chosen).build();
    assertThat(vertx.isNativeTransportEnabled()).isEqualTo(!transport.equals("nio"));
    server =
        await(
            vertx
                .createHttpServer(wire.options(config))
                .requestHandler(request -> request.response().end("ok"))
                .invalidRequestHandler(
                    new InvalidRequestHandler(
                        new GatewayMeters(new SimpleMeterRegistry(), List.of()),
                        new AccessLog(false),
                        new CorsHandler(Origins.NONE),
                        new LingeringClose(vertx, Duration.ofSeconds(1))))
                .listen());
  }

  private RawClient client() throws IOException {
    return new RawClient(server.actualPort(), wire);
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
