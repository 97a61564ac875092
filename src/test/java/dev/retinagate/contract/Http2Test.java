package dev.retinagate.contract;

import static dev.retinagate.contract.DetectTest.part;
import static dev.retinagate.support.TestNode.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.retinagate.support.TestNode;
import dev.retinagate.support.Wire;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientAgent;
import io.vertx.core.http.HttpClientConnection;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpConnectOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.http.StreamResetException;
import io.vertx.core.json.JsonObject;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** On HTTP/2, a stream that fails leaves its siblings alone, with and without TLS. */
@ParameterizedClass
@EnumSource(Wire.class)
class Http2Test {

  private final Wire wire;

  private final Vertx vertx = Vertx.vertx();
  private final AtomicBoolean closed = new AtomicBoolean();
  private TestNode node;

  /** Held: Vert.x closes the connections of a client that has been collected as garbage. */
  private HttpClientAgent client;

  private HttpClientConnection connection;

  Http2Test(Wire wire) {
    this.wire = wire;
  }

  @BeforeEach
  void connect() throws Exception {
    node = new TestNode(Map.of(), wire);
    client =
        vertx.createHttpClient(
            new HttpClientOptions()
                .setProtocolVersion(HttpVersion.HTTP_2)
                .setHttp2ClearTextUpgrade(false)
                .setSsl(wire == Wire.TLS)
                .setUseAlpn(wire == Wire.TLS)
                .setTrustAll(true)
                .setVerifyHost(false));
    connection =
        await(
            client.connect(
                new HttpConnectOptions().setHost("127.0.0.1").setPort(node.gateway().port())));
    connection.closeHandler(gone -> closed.set(true));
  }

  @AfterEach
  void stop() {
    node.close();
    await(vertx.close());
  }

  @Test
  void answersAPicture() {
    Answer answer = await(post("/detect", "cat"));

    assertThat(answer.status()).isEqualTo(200);
    assertThat(new JsonObject(answer.body()).getJsonArray("detections")).hasSize(1);
  }

  @Test
  void aRefusedStreamLeavesItsSiblingsAlone() throws Exception {
    Future<Answer> sibling = post("/detect", "wait");
    assertThat(node.detectors().nextBegun()).isEqualTo("wait");

    HttpClientRequest tooLong = await(request("/detect"));
    tooLong.putHeader("content-length", "50000000");
    Future<HttpClientResponse> refused = tooLong.response();
    Future<Long> wasReset = resetOf(tooLong);
    await(tooLong.sendHead());
    assertThat(await(refused).statusCode()).isEqualTo(413);
    assertThat(await(wasReset)).isZero();

    assertThat(await(post("/detect?max=0", "cat")).status()).isEqualTo(400);
    assertThat(closed).isFalse();
    node.detectors().letGo(1);
    assertThat(await(sibling).status()).isEqualTo(200);
    assertThat(await(post("/detect", "cat")).status()).isEqualTo(200);
  }

  @Test
  void aFullNodeRefusesTheStreamAndKeepsTheConnection() throws Exception {
    for (int i = 0; i < TestNode.PERMITS; i++) {
      Future<Answer> admitted = post("/detect", "wait");
      assertThat(admitted.isComplete()).isFalse();
      int expected = i + 1;
      node.awaitHealth(
          report -> report.getJsonObject("admission").getInteger("inFlight") == expected);
    }

    Answer refused = await(post("/detect", "x".repeat(1_000_000)));

    assertThat(refused.status()).isEqualTo(503);
    assertThat(closed).isFalse();
    node.detectors().letGo(TestNode.PERMITS);
    node.awaitHealth(report -> report.getJsonObject("admission").getInteger("inFlight") == 0);
    assertThat(await(post("/detect", "cat")).status()).isEqualTo(200);
  }

  /** Netty's decoder fails on it with what Vert.x does not expect. */
  @ParameterizedTest
  @ValueSource(strings = {"--B--\r\n", ""})
  void aFormThatItsDecoderDoesNotExpectLeavesItsSiblingsAlone(String end) throws Exception {
    Future<Answer> working = post("/detect", "wait");
    assertThat(node.detectors().nextBegun()).isEqualTo("wait");
    HttpClientRequest uploading = await(request("/detect"));
    Future<HttpClientResponse> uploaded = uploading.response();
    await(uploading.setChunked(true).write("c"));
    node.awaitInside(1, 1);

    HttpClientRequest form = await(request("/detect"));
    form.putHeader("content-type", "multipart/form-data; boundary=B");
    Future<Answer> refused = form.response().compose(Http2Test::answer);
    String mixed = part("a.jpg", "cat").replace("image/jpeg", "multipart/mixed");
    await(form.setChunked(true).write(mixed));

    assertThat(await(refused).status()).isEqualTo(400);
    assertThat(new JsonObject(await(refused).body()).getString("type"))
        .endsWith("malformed-request");
    await(form.end(end));
    await(uploading.end("at"));
    assertThat(await(uploaded).statusCode()).isEqualTo(200);
    node.detectors().letGo(1);
    assertThat(await(working).status()).isEqualTo(200);
    assertThat(await(post("/detect", "cat")).status()).isEqualTo(200);
    assertThat(closed).isFalse();
    node.awaitNothingHeld();
  }

  @Test
  void aResetStreamGivesEverythingBack() throws Exception {
    HttpClientRequest leaving = await(request("/detect"));
    leaving.putHeader("content-length", "1000");
    await(leaving.sendHead());
    node.awaitHealth(report -> report.getJsonObject("admission").getInteger("uploading") == 1);

    await(leaving.reset());

    node.awaitNothingHeld();
    assertThat(closed).isFalse();
  }

  /** The code with which the server resets the stream. */
  private static Future<Long> resetOf(HttpClientRequest request) {
    Promise<Long> code = Promise.promise();
    request.exceptionHandler(
        reset -> {
          if (reset instanceof StreamResetException stream) {
            code.tryComplete(stream.getCode());
          }
        });
    return code.future();
  }

  private Future<HttpClientRequest> request(String pathAndQuery) {
    return connection.request(new RequestOptions().setMethod(HttpMethod.POST).setURI(pathAndQuery));
  }

  private Future<Answer> post(String pathAndQuery, String picture) {
    return request(pathAndQuery)
        .compose(request -> request.send(Buffer.buffer(picture)))
        .compose(Http2Test::answer);
  }

  private static Future<Answer> answer(HttpClientResponse response) {
    return response.body().map(body -> new Answer(response.statusCode(), body.toString()));
  }

  private record Answer(int status, String body) {}
}
