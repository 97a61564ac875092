package dev.retinagate.contract;

import static dev.retinagate.contract.DetectTest.assertProblem;
import static dev.retinagate.support.TestNode.LARGE;
import static dev.retinagate.support.TestNode.LARGE_ANSWER_BYTES;
import static dev.retinagate.support.TestNode.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.retinagate.support.RawClient;
import dev.retinagate.support.TestNode;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientAgent;
import io.vertx.core.http.HttpClientConnection;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpConnectOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.RequestOptions;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Annotated pictures that are longer than what a connection takes at once. */
class AnnotatedAnswerTest {

  private static final String PNG = "Accept: image/png\r\n";

  private TestNode node;

  @AfterEach
  void stop() {
    node.close();
  }

  @Test
  void holdsItsRoomUntilItIsFetched() throws Exception {
    start(Map.of());
    try (RawClient client = node.client().post("/detect", PNG, LARGE)) {
      node.awaitHealth(
          report ->
              report.getJsonObject("admission").getInteger("inFlight") == 0
                  && report.getJsonObject("admission").getLong("bytesInFlight")
                      == LARGE_ANSWER_BYTES);

      RawClient.Response response = client.response();

      assertThat(response.status()).isEqualTo(200);
      assertThat(response.header("content-type")).isEqualTo("image/png");
      assertThat(response.text()).hasSize(LARGE_ANSWER_BYTES);
      node.awaitNothingHeld();
      assertThat(client.post("/detect", PNG, "cat").response().text()).isEqualTo("PNG:1");
    }
  }

  @Test
  void isRefusedWhereThereIsNoRoom() throws Exception {
    start(Map.of("http.max-body-bytes", "4 MiB", "admission.max-bytes-in-flight", "16 MiB"));
    try (RawClient client = node.client()) {
      RawClient.Response refused = client.post("/detect", PNG, LARGE).response();

      assertProblem(refused, 503, "full");
      assertThat(refused.header("Retry-After")).isEqualTo("1");
      assertThat(client.post("/detect", PNG, "cat").response().text()).isEqualTo("PNG:1");
      node.awaitNothingHeld();
    }
  }

  @Test
  void givesItsRoomBackWhenTheClientLeaves() throws Exception {
    start(Map.of());
    RawClient client = node.client().post("/detect", PNG, LARGE);
    node.awaitHealth(
        report -> report.getJsonObject("admission").getLong("bytesInFlight") == LARGE_ANSWER_BYTES);

    client.close();

    node.awaitNothingHeld();
  }

  @Test
  void leavesWhoDoesNotFetchIt() throws Exception {
    start(Map.of("http.transfer-timeout", "300ms"));
    try (RawClient client = node.client().post("/detect", PNG, LARGE)) {
      node.awaitHealth(
          report ->
              report.getJsonObject("admission").getLong("bytesInFlight") == LARGE_ANSWER_BYTES);

      node.awaitNothingHeld();

      assertThat(client.response().text()).hasSizeLessThan(LARGE_ANSWER_BYTES);
    }
  }

  @Test
  void onHttp2LeavesTheStreamAndKeepsTheConnection() throws Exception {
    start(Map.of("http.transfer-timeout", "300ms"));
    Vertx vertx = Vertx.vertx();
    HttpClientAgent client =
        vertx.createHttpClient(
            new HttpClientOptions()
                .setProtocolVersion(HttpVersion.HTTP_2)
                .setHttp2ClearTextUpgrade(false));
    try {
      HttpClientConnection connection =
          await(
              client.connect(
                  new HttpConnectOptions().setHost("127.0.0.1").setPort(node.gateway().port())));

      HttpClientResponse unread =
          await(post(connection, LARGE).onSuccess(HttpClientResponse::pause));
      assertThat(unread.statusCode()).isEqualTo(200);
      node.awaitNothingHeld();

      assertThat(await(post(connection, "cat").compose(HttpClientResponse::body)).toString())
          .isEqualTo("PNG:1");
    } finally {
      await(client.close());
      await(vertx.close());
    }
  }

  private static Future<HttpClientResponse> post(HttpClientConnection connection, String picture) {
    return connection
        .request(new RequestOptions().setMethod(HttpMethod.POST).setURI("/detect"))
        .compose(request -> request.putHeader("Accept", "image/png").send(picture));
  }

  private void start(Map<String, String> changes) throws Exception {
    node = new TestNode(changes);
  }
}
