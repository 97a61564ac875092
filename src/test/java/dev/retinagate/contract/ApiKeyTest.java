package dev.retinagate.contract;

import static dev.retinagate.contract.DetectTest.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import dev.retinagate.keys.ApiKey;
import dev.retinagate.keys.KeyFile;
import dev.retinagate.keys.Rate;
import dev.retinagate.support.FormBody;
import dev.retinagate.support.RawClient;
import dev.retinagate.support.TestNode;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A node that asks for API keys. */
class ApiKeyTest {

  private static final String DEEPSTACK = "/v1/vision/detection";
  private static final byte[] CAT = "cat".getBytes(StandardCharsets.US_ASCII);
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir private static Path folder;
  private static KeyFile file;
  private static TestNode node;
  private static String key;

  @BeforeAll
  static void start() throws Exception {
    file = new KeyFile(folder.resolve("keys"));
    key = file.add("camera", Optional.empty(), 1);
    node = new TestNode(Map.of("keys.file", folder.resolve("keys").toString()));
  }

  @AfterAll
  static void stop() {
    node.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"Authorization: Bearer KEY", "authorization: bearer KEY", "X-Api-Key: KEY"})
  void aKeyInAHeaderIsServed(String header) throws Exception {
    RawClient client = node.client();

    assertThat(client.post("/detect", with(header, key), "cat").response().status()).isEqualTo(200);
    assertThat(client.send(get("/models", with(header, key))).response().status()).isEqualTo(200);
  }

  @Test
  void withoutAKeyTheAnswerSaysHowToSendOne() throws Exception {
    RawClient.Response refused = node.client().post("/detect", "", "cat").response();

    assertProblem(refused, 401, "not-authenticated");
    assertThat(refused.header("www-authenticate")).isEqualTo("Bearer realm=\"retinagate\"");
    assertThat(refused.text()).contains("Authorization: Bearer KEY");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"Authorization: Bearer KEY", "X-Api-Key: KEY", "X-Api-Key: KEY\r\nX-Api-Key: rg_"})
  void aWrongKeyIsNotServed(String header) throws Exception {
    String wrong = ApiKey.newText();
    RawClient.Response refused =
        node.client().post("/detect", with(header, wrong), "cat").response();

    assertProblem(refused, 401, "not-authenticated");
    assertThat(refused.header("www-authenticate")).contains("error=\"invalid_token\"");
    assertThat(refused.text() + refused.headers()).doesNotContain(wrong.substring(0, 12));
  }

  @Test
  void aKeyInTheQueryIsNone() throws Exception {
    assertThat(node.client().post("/detect?api_key=" + key, "", "cat").response().status())
        .isEqualTo(401);
  }

  @Test
  void isAskedForBeforeTheBody() throws Exception {
    RawClient client = node.client();
    client.send(
        "POST /detect HTTP/1.1\r\n"
            + "Host: t\r\n"
            + "Expect: 100-continue\r\n"
            + "Content-Length: 1000000\r\n\r\n");

    assertThat(client.response().status()).isEqualTo(401);
    assertThat(node.bytesInFlight()).isZero();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/",
        "/docs",
        "/openapi.yaml",
        "/openapi.json",
        "/health",
        "/v1/vision/custom/list"
      })
  void whatTellsAboutTheNodeNeedsNoKey(String path) throws Exception {
    assertThat(node.client().request("GET " + path).response().status()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(strings = {"GET /models", "HEAD /models"})
  void theModelsNeedAKey(String request) throws Exception {
    assertThat(node.client().request(request).head().status()).isEqualTo(401);
  }

  @Test
  void aPreflightNeedsNoKey() throws Exception {
    assertThat(node.client().request("OPTIONS /detect").head().status()).isEqualTo(204);
  }

  @Test
  void theFieldOfDeepstackMayComeBeforeThePictureAndBehindIt() throws Exception {
    FormBody before = new FormBody().field("api_key", key).file("image", "image", CAT);
    FormBody behind = new FormBody().file("image", "image", CAT).field("api_key", key);

    for (FormBody form : new FormBody[] {before, behind}) {
      assertThat(deepstack(form, "").status()).isEqualTo(200);
    }
    assertThat(
            deepstack(new FormBody().file("image", "i", CAT), with("X-Api-Key: KEY", key)).status())
        .isEqualTo(200);
    node.awaitNothingHeld();
  }

  @Test
  void deepstackHasItsOwnFormOfTheError() throws Exception {
    FormBody none = new FormBody().file("image", "image", CAT);
    FormBody empty = new FormBody().field("api_key", "").file("image", "image", CAT);
    FormBody wrong = new FormBody().file("image", "i", CAT).field("api_key", ApiKey.newText());

    for (FormBody form : new FormBody[] {none, empty, wrong}) {
      RawClient.Response refused = deepstack(form, "");
      assertThat(refused.status()).isEqualTo(401);
      JsonObject body = new JsonObject(refused.text());
      assertThat(body.getBoolean("success")).isFalse();
      assertThat(body.getInteger("code")).isEqualTo(401);
      assertThat(body.getString("error")).contains("API key");
    }
    assertThat(node.client().post(DEEPSTACK, "", "cat").response().status()).isEqualTo(401);
    node.awaitNothingHeld();
  }

  @Test
  void rekognitionIsRefusedWithoutAccessKeys() throws Exception {
    String target = "X-Amz-Target: RekognitionService.DetectLabels\r\n";
    RawClient.Response refused =
        node.client().post("/", target + with("X-Api-Key: KEY", key), "{}").response();

    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.text()).contains("AccessDeniedException", "rekognition.credentials");
  }

  @Test
  void aKeyOverItsRateIsAskedToWait() throws Exception {
    String slow = file.add("slow", Optional.of(Rate.parse("2/h")), 1);
    RawClient client = node.client();
    String header = with("X-Api-Key: KEY", slow);
    await(() -> client.send(get("/models", header)).response().status() == 200);
    client.post("/detect", header, "cat").response();
    client.post("/detect", header, "cat").response();

    RawClient.Response refused = client.post("/detect", header, "cat").response();

    assertProblem(refused, 429, "rate-exceeded");
    assertThat(Integer.parseInt(refused.header("retry-after"))).isBetween(1_700, 1_800);
    assertThat(deepstack(new FormBody().file("i", "i", CAT).field("api_key", slow), "").status())
        .isEqualTo(429);
    assertThat(node.metrics())
        .contains("retinagate_key_requests_total{key=\"slow\",result=\"in_rate\"} 2.0")
        .contains("retinagate_key_requests_total{key=\"slow\",result=\"over_rate\"} 2.0");
    assertThat(client.post("/detect", with("X-Api-Key: KEY", key), "cat").response().status())
        .isEqualTo(200);
  }

  @Test
  void aKeyThatIsRemovedIsRefusedAndWhatItHadAdmittedIsAnswered() throws Exception {
    String removed = file.add("removed", Optional.empty(), 1);
    String header = with("Authorization: Bearer KEY", removed);
    RawClient kept = node.client();
    await(() -> kept.send(get("/models", header)).response().status() == 200);
    RawClient admitted = node.client().post("/detect", header, "wait removed");
    assertThat(node.detectors().nextBegun()).isNotNull();

    file.remove("removed");

    await(() -> kept.send(get("/models", header)).response().status() == 401);
    assertThat(kept.post("/detect", header, "cat").response().status()).isEqualTo(401);
    node.detectors().letGo(1);
    assertThat(admitted.response().status()).isEqualTo(200);
    assertThat(admitted.post("/detect", header, "cat").response().status()).isEqualTo(401);
  }

  private static RawClient.Response deepstack(FormBody form, String headers) throws Exception {
    byte[] body = form.bytes();
    return node.client()
        .send(
            "POST %s HTTP/1.1\r\nHost: t\r\nContent-Length: %d\r\nContent-Type: %s\r\n%s\r\n"
                .formatted(DEEPSTACK, body.length, FormBody.CONTENT_TYPE, headers))
        .send(body)
        .response();
  }

  private static String with(String header, String text) {
    return header.replace("KEY", text) + "\r\n";
  }

  private static String get(String path, String headers) {
    return "GET " + path + " HTTP/1.1\r\nHost: t\r\n" + headers + "\r\n";
  }

  /** Until the node has read the file again. */
  private static void await(Condition condition) throws Exception {
    long giveUp = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.holds()) {
      assertThat(System.nanoTime() - giveUp).isNegative();
    }
  }

  private interface Condition {
    boolean holds() throws Exception;
  }
}
