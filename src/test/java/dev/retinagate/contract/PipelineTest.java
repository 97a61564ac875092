package dev.retinagate.contract;

import static dev.retinagate.support.TestNode.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.retinagate.config.Config;
import dev.retinagate.config.ConfigLoader;
import dev.retinagate.http.connection.ConnectionGuard;
import dev.retinagate.http.connection.ListenerOptions;
import dev.retinagate.http.connection.RefusalCosts;
import dev.retinagate.http.connection.StreamGuard;
import dev.retinagate.support.RawClient;
import dev.retinagate.support.Wire;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.netty.handler.ssl.SslHandler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientAgent;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpConnectOptions;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.http.impl.VertxHttpRequestDecoder;
import io.vertx.core.net.impl.ConnectionBase;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The handlers of real connections while they answer a request, as http.connection's description
 * lists them. A version of Vert.x or Netty that orders them otherwise fails here.
 */
class PipelineTest {

  private static final long PATIENCE_SECONDS = 60;
  private static final String OURS =
      "retinagate-first, retinagate-cost, %sretinagate-flush-before-close, ";

  private final CompletableFuture<String> handlers = new CompletableFuture<>();
  private final CompletableFuture<String> guarded = new CompletableFuture<>();
  private Config config;
  private Vertx vertx;

  /** Held: Vert.x closes the connections of a client that has been collected as garbage. */
  private HttpClientAgent client;

  @BeforeEach
  void start() throws Exception {
    config =
        new ConfigLoader(1)
            .defaultsBut(Map.of("http.host", "127.0.0.1", "tls.port", "0", "http.port", "0"));
    vertx =
        Vertx.builder()
            .withTransport(
                new ConnectionGuard(config, () -> {}, () -> {}, new RefusalCosts(() -> 0))
                    .transport())
            .build();
  }

  @AfterEach
  void stop() {
    await(vertx.close());
  }

  @ParameterizedTest
  @CsvSource({"CLEARTEXT, false", "TLS, false", "TLS, true"})
  void ofHttp1(Wire wire, boolean sni) throws Exception {
    HttpServer server = listen(wire, sni);
    try (RawClient client = new RawClient(server.actualPort(), wire)) {
      assertThat(client.request("GET /").response().status()).isEqualTo(200);
    }

    assertThat(get(handlers))
        .isEqualTo(
            wire == Wire.TLS
                ? OURS.formatted("ssl, ")
                    + "idle, httpDecoder, httpEncoder, chunkedWriter, webSocketExtensionHandler,"
                    + " handler"
                : OURS.formatted("")
                    + "httpDecoder, httpEncoder, h2c, idle, webSocketExtensionHandler, handler");
    assertThat(get(guarded)).isEqualTo("StrictRequestDecoder");
  }

  @ParameterizedTest
  @EnumSource(Wire.class)
  void ofHttp2(Wire wire) throws Exception {
    HttpServer server = listen(wire, false);
    client =
        vertx.createHttpClient(
            new HttpClientOptions()
                .setProtocolVersion(HttpVersion.HTTP_2)
                .setHttp2ClearTextUpgrade(false)
                .setSsl(wire == Wire.TLS)
                .setUseAlpn(wire == Wire.TLS)
                .setTrustAll(true)
                .setVerifyHost(false));
    await(
        client
            .connect(new HttpConnectOptions().setHost("127.0.0.1").setPort(server.actualPort()))
            .compose(connection -> connection.request(new RequestOptions().setURI("/")))
            .compose(request -> request.send()));

    assertThat(get(handlers))
        .isEqualTo(
            wire == Wire.TLS
                ? OURS.formatted("ssl, ") + "idle, chunkedWriter, handler"
                : OURS.formatted("") + "idle, handler");
    assertThat(get(guarded)).isEqualTo("StreamGuard");
  }

  private HttpServer listen(Wire wire, boolean sni) {
    HttpServerOptions options = wire.options(config);
    return await(
        vertx
            .createHttpServer(options.setSni(sni))
            .connectionHandler(
                connection -> StreamGuard.begin(connection, ListenerOptions.MAX_STREAMS))
            .requestHandler(this::answer)
            .listen());
  }

  private void answer(HttpServerRequest request) {
    ChannelPipeline pipeline = ((ConnectionBase) request.connection()).channel().pipeline();
    handlers.complete(
        pipeline.toMap().entrySet().stream()
            .map(entry -> entry.getValue() instanceof SslHandler ? "ssl" : entry.getKey())
            .collect(Collectors.joining(", ")));
    Http2ConnectionHandler http2 = pipeline.get(Http2ConnectionHandler.class);
    Object guard =
        http2 == null
            ? pipeline.get(VertxHttpRequestDecoder.class)
            : http2.decoder().frameListener();
    guarded.complete(guard.getClass().getSimpleName());
    var unused = request.response().end();
  }

  private static String get(CompletableFuture<String> seen) throws Exception {
    return seen.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
  }
}
