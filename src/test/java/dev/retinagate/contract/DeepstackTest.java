package dev.retinagate.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.retinagate.support.FormBody;
import dev.retinagate.support.RawClient;
import dev.retinagate.support.TestNode;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The protocol of camera software over a real socket. One file: it reads as the contract. */
class DeepstackTest {

  private static final String DETECTION = "/v1/vision/detection";
  private static final String CUSTOM = "/v1/vision/custom/stub";
  private static final String FORM = "Content-Type: " + FormBody.CONTENT_TYPE + "\r\n";
  private static final int BODY_BYTES = 100_000;

  private static TestNode node;

  @BeforeAll
  static void start() throws Exception {
    node = new TestNode(Map.of("http.max-body-bytes", String.valueOf(BODY_BYTES)));
  }

  @AfterAll
  static void stop() {
    node.close();
  }

  @ParameterizedTest
  @CsvSource({DETECTION + ", detect", CUSTOM + ", custom"})
  void answersWithWholePixelsOfTheCorners(String path, String command) throws Exception {
    RawClient.Response response = post(path, form(picture("cat")));

    assertThat(response.status()).isEqualTo(200);
    assertThat(response.header("content-type")).isEqualTo("application/json");
    JsonObject body = new JsonObject(response.text());
    assertThat(body.fieldNames())
        .containsExactly(
            "success",
            "count",
            "message",
            "predictions",
            "inferenceMs",
            "processMs",
            "analysisRoundTripMs",
            "code",
            "command",
            "moduleName",
            "executionProvider");
    assertThat(body.getBoolean("success")).isTrue();
    assertThat(body.getInteger("count")).isEqualTo(1);
    assertThat(body.getString("message")).isEqualTo("Found cat");
    assertThat(body.getJsonArray("predictions").encode())
        .isEqualTo(
            "[{\"label\":\"cat\",\"confidence\":0.912346,"
                + "\"x_min\":12,\"y_min\":30,\"x_max\":113,\"y_max\":251}]");
    assertThat(body.getInteger("inferenceMs")).isEqualTo(46);
    assertThat(body.getInteger("processMs")).isEqualTo(49);
    assertThat(body.getInteger("analysisRoundTripMs")).isNotNegative();
    assertThat(body.getInteger("code")).isEqualTo(200);
    assertThat(body.getString("command")).isEqualTo(command);
  }

  @ParameterizedTest
  @CsvSource({"0.9, 1", "0.95, 0", "1, 0", "0, 1", "' 0.4 ', 1", "'', 1"})
  void minConfidenceMayComeBeforeThePictureAndBehindIt(String least, int count) throws Exception {
    FormBody before = new FormBody().field("min_confidence", least).file("image", "image", CAT);
    FormBody behind = new FormBody().file("image", "image", CAT).field("min_confidence", least);

    for (FormBody form : new FormBody[] {before, behind}) {
      JsonObject body = new JsonObject(post(DETECTION, form(form)).text());
      assertThat(body.getInteger("count")).isEqualTo(count);
      assertThat(body.getJsonArray("predictions")).hasSize(count);
    }
  }

  @Test
  void saysThatThereIsNothing() throws Exception {
    FormBody form = picture("cat").field("min_confidence", "0.99").field("api_key", "");

    JsonObject body = new JsonObject(post(DETECTION, form(form)).text());

    assertThat(body.getString("message")).isEqualTo("No objects found");
  }

  @Test
  void thePictureMayBeTheBody() throws Exception {
    RawClient.Response response =
        node.client().post(DETECTION, "Content-Type: image/jpeg\r\n", "cat").response();

    assertThat(new JsonObject(response.text()).getInteger("count")).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"1.1", "-0.1", "NaN", "high", "0,5"})
  void aConfidenceThatIsNoneIsRefused(String least) throws Exception {
    RawClient.Response response =
        post(DETECTION, form(picture("cat").field("min_confidence", least)));

    assertError(response, 400, "'min_confidence' is '" + least + "'; it has to be a number, 0..1.");
  }

  @Test
  void severalPicturesAreRefused() throws Exception {
    FormBody form = picture("cat").file("image2", "b", CAT);

    assertError(post(DETECTION, form(form)), 400, "The form has 2 pictures");
  }

  @ParameterizedTest
  @CsvSource({
    "bad:UNDECODABLE, 400, bad:UNDECODABLE",
    "bad:UNSUPPORTED_FORMAT, 400, bad:",
    "bad:TOO_MANY_PIXELS, 400, bad:",
    "boom, 500, engine"
  })
  void aPictureThatCannotBeAnsweredHasItsStatus(String picture, int status, String says)
      throws Exception {
    assertError(post(DETECTION, form(picture(picture))), status, says);
  }

  @Test
  void aFormWithoutAPictureIsRefused() throws Exception {
    assertError(
        post(DETECTION, form(new FormBody().field("min_confidence", "0.4"))), 400, "picture");
  }

  @Test
  void anotherModelIsNamedWithTheOneThatIsServed() throws Exception {
    assertError(
        post("/v1/vision/custom/other", form(picture("cat"))),
        404,
        "'other' is not served here; the model of this node is 'stub'.");
  }

  @Test
  void aLongBodyIsRefused() throws Exception {
    RawClient.Response response =
        node.client()
            .send(
                "POST %s HTTP/1.1\r\nHost: t\r\nContent-Length: %d\r\n\r\n"
                    .formatted(DETECTION, BODY_BYTES + 1))
            .response();

    assertError(response, 413, String.valueOf(BODY_BYTES));
  }

  @ParameterizedTest
  @CsvSource({
    "GET /v1/vision/detection, 405, POST",
    "DELETE /v1/vision/custom/list, 405, 'GET, HEAD, POST'",
    "PUT /v1/status/ping, 405, 'GET, HEAD, POST'"
  })
  void aMethodThatAPathDoesNotTakeIsRefused(String request, int status, String allow)
      throws Exception {
    RawClient.Response response = node.client().request(request).response();

    assertError(response, status, "");
    assertThat(response.header("allow")).isEqualTo(allow);
  }

  @ParameterizedTest
  @ValueSource(strings = {"GET /v1/vision/face", "GET /v1/", "GET /v1/vision/custom/a/b"})
  void whereThereIsNothingTheErrorHasTheSameForm(String request) throws Exception {
    assertError(node.client().request(request).response(), 404, "nothing at this path");
  }

  @ParameterizedTest
  @ValueSource(strings = {"GET", "POST"})
  void listsTheServedModel(String method) throws Exception {
    RawClient.Response response =
        node.client().request(method + " /v1/vision/custom/list").response();

    assertThat(response.text()).isEqualTo("{\"success\":true,\"models\":[\"stub\"]}");
  }

  @Test
  void theBodyOfAQuestionForTheListIsDropped() throws Exception {
    RawClient client = node.client();

    assertThat(client.post("/v1/vision/custom/list", FORM, "x".repeat(5_000)).response().status())
        .isEqualTo(200);
    assertThat(client.request("GET /v1/status/ping").response().text())
        .isEqualTo("{\"success\":true}");
  }

  @Test
  void saysThatThereIsNoUpdate() throws Exception {
    RawClient.Response response =
        node.client().request("GET /v1/status/updateavailable").response();

    JsonObject body = new JsonObject(response.text());
    assertThat(body.getBoolean("success")).isTrue();
    assertThat(body.getBoolean("updateAvailable")).isFalse();
  }

  @Test
  void aFullNodeRefusesInTheSameForm() throws Exception {
    try (TestNode full = new TestNode(Map.of())) {
      for (int i = 0; i < TestNode.PERMITS; i++) {
        full.client().post(DETECTION, "", "wait " + i);
      }
      full.awaitInside(TestNode.PERMITS, 0);

      RawClient.Response refused =
          full.client().post(DETECTION, FORM, form(picture("cat"))).response();

      assertError(refused, 503, "");
      assertThat(Integer.parseInt(refused.header("retry-after"))).isPositive();
      full.detectors().letGo(TestNode.PERMITS);
    }
  }

  private static final byte[] CAT = "cat".getBytes(StandardCharsets.US_ASCII);

  private static FormBody picture(String text) {
    return new FormBody().file("image", "image", text.getBytes(StandardCharsets.US_ASCII));
  }

  private static String form(FormBody form) {
    return new String(form.bytes(), StandardCharsets.ISO_8859_1);
  }

  private static RawClient.Response post(String path, String form) throws Exception {
    return node.client().post(path, FORM, form).response();
  }

  private static void assertError(RawClient.Response response, int status, String says) {
    assertThat(response.status()).as(response.text()).isEqualTo(status);
    assertThat(response.header("content-type")).isEqualTo("application/json");
    JsonObject body = new JsonObject(response.text());
    assertThat(body.getBoolean("success")).isFalse();
    assertThat(body.getInteger("code")).isEqualTo(status);
    assertThat(body.getString("error")).contains(says).isNotBlank();
  }
}
