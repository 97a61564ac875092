package dev.retinagate.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.retinagate.support.RawClient;
import dev.retinagate.support.TestNode;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientConnection;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpConnectOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.RequestOptions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Refusals on one HTTP/2 connection of many callers, while the budget for refusals is overdrawn by
 * far: whoever has to wait waits for seconds.
 */
class SharedConnectionTest {

  private static final int STREAMS = 50;
  private static final String PROXY = "127.0.0.2";
  private static final long PATIENCE_SECONDS = 60;

  private final Vertx vertx = Vertx.vertx();
  private TestNode node;
  private RawClient impatient;

  @BeforeEach
  void overdrawTheBudget() throws Exception {
    node = new TestNode(Map.of("http.trusted-proxies", PROXY));
    for (int i = 0; i < TestNode.PERMITS; i++) {
      node.client().post("/detect", "", "wait " + i);
      node.awaitInside(i + 1, 0);
    }
    node.refusalsCost(Duration.ofSeconds(10));
    impatient = node.client();
    assertThat(impatient.post("/detect", "", "cat").response().status()).isEqualTo(503);
    impatient.post("/detect", "", "cat");
  }

  @AfterEach
  void stop() {
    node.close();
    await(vertx.close());
  }

  @Test
  void noneWaitsBehindATrustedProxy() throws Exception {
    HttpClientConnection shared = connect();

    for (int round = 0; round < 3; round++) {
      assertThat(refusals(shared)).containsOnly(503).hasSize(STREAMS);
    }
    assertThat(impatient.hasUnreadBytes()).isFalse();
  }

  private List<Integer> refusals(HttpClientConnection shared) {
    List<Future<Integer>> answers =
        IntStream.range(0, STREAMS)
            .mapToObj(
                i ->
                    shared
                        .request(new RequestOptions().setMethod(HttpMethod.POST).setURI("/detect"))
                        .compose(SharedConnectionTest::send)
                        .map(HttpClientResponse::statusCode))
            .toList();
    return answers.stream().map(SharedConnectionTest::await).toList();
  }

  private static Future<HttpClientResponse> send(HttpClientRequest request) {
    return request.send(Buffer.buffer("cat"));
  }

  private HttpClientConnection connect() {
    HttpClientOptions options =
        new HttpClientOptions()
            .setProtocolVersion(HttpVersion.HTTP_2)
            .setHttp2ClearTextUpgrade(false);
    options.setLocalAddress(PROXY);
    return await(
        vertx
            .createHttpClient(options)
            .connect(new HttpConnectOptions().setHost("127.0.0.1").setPort(node.gateway().port())));
  }

  private static <T> T await(Future<T> future) {
    return future
        .toCompletionStage()
        .toCompletableFuture()
        .orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS)
        .join();
  }
}
