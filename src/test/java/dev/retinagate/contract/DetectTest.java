package dev.retinagate.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.retinagate.support.RawClient;
import dev.retinagate.support.TestNode;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code POST /detect} over a real socket. One file, however long: it reads as the contract. */
class DetectTest {

  private static final String JPEG = "Content-Type: image/jpeg\r\n";
  private static final String FORM = "Content-Type: multipart/form-data; boundary=B\r\n";

  private static TestNode node;

  @BeforeAll
  static void start() throws Exception {
    node = new TestNode(Map.of("http.max-parts", "5", "http.upload-stall-timeout", "200ms"));
  }

  @AfterAll
  static void stop() throws Exception {
    node.close();
  }

  @Test
  void answersWhatIsInThePicture() throws Exception {
    RawClient.Response response = post("/detect", JPEG, "cat");

    assertThat(response.status()).isEqualTo(200);
    assertThat(response.header("content-type")).isEqualTo("application/json");
    assertThat(response.header("x-content-type-options")).isEqualTo("nosniff");
    JsonObject body = new JsonObject(response.text());
    assertThat(body.fieldNames())
        .containsExactly("requestId", "model", "image", "detections", "timing");
    assertThat(body.getString("requestId")).isEqualTo(response.header("x-request-id"));
    assertThat(body.getString("model")).isEqualTo("stub");
    assertThat(body.getJsonObject("image").encode()).isEqualTo("{\"width\":640,\"height\":480}");
    assertThat(body.getJsonArray("detections").encode())
        .isEqualTo(
            "[{\"label\":\"cat\",\"classId\":1,\"score\":0.912346,"
                + "\"box\":{\"x\":12.35,\"y\":30.1,\"width\":101.0,\"height\":220.4}}]");
    JsonObject timing = body.getJsonObject("timing");
    assertThat(timing.getDouble("decodeMs")).isEqualTo(3.1);
    assertThat(timing.getDouble("inferenceMs")).isEqualTo(46.0);
    assertThat(timing.getDouble("queueMs")).isNotNegative();
    assertThat(timing.getDouble("totalMs")).isPositive();
  }

  @ParameterizedTest
  @CsvSource({"image/png", "application/octet-stream", "IMAGE/JPEG", "image/jpeg; q=1", "''"})
  void looksAtTheBytesWhateverTheTypeOfPicture(String type) throws Exception {
    assertThat(post("/detect", "Content-Type: " + type + "\r\n", "cat").status()).isEqualTo(200);
  }

  @Test
  void takesABodyWithoutAType() throws Exception {
    assertThat(post("/detect", "", "cat").status()).isEqualTo(200);
  }

  @Test
  void takesABodyInChunks() throws Exception {
    try (RawClient client = node.client()) {
      client.send("POST /detect HTTP/1.1\r\nHost: t\r\nTransfer-Encoding: chunked\r\n\r\n");
      client.send("1\r\nc\r\n2\r\nat\r\n0\r\n\r\n");

      assertThat(client.response().status()).isEqualTo(200);
    }
  }

  @Test
  void handsTheQueryToTheDetector() throws Exception {
    assertThat(detections(post("/detect?threshold=0.95", JPEG, "cat"))).isEmpty();
    assertThat(detections(post("/detect?labels=person,cup", JPEG, "cat"))).isEmpty();
    assertThat(detections(post("/detect?labels=CAT&max=1&threshold=0.5", JPEG, "cat"))).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "threshold=1.5 | 'threshold' is '1.5'; it has to be a number, 0..1.",
        "threshold=NaN | 'threshold' is 'NaN'",
        "threshold=     | 'threshold' is ''",
        "max=0 | 'max' is '0'; it has to be a whole number, 1..300.",
        "max=301 | 'max' is '301'",
        "labels=cst | 'labels' has 'cst', which is not a label of this model (did you mean cat",
        "labels=zzzzzzzzzz | GET /models lists them.",
        "labels=cat, | 'labels' has an empty label",
        "labels= | leave 'labels' out",
        "annotate=yes | 'annotate' is 'yes'; it has to be true or false.",
        "treshold=0.5 | (did you mean threshold?)",
        "max=1&max=2 | 'max' is given more than once.",
        "max=%zz | cannot be decoded"
      })
  void refusesABadParameterAndSaysWhatItHasToBe(String query, String detail) throws Exception {
    RawClient.Response response = post("/detect?" + query, JPEG, "cat");

    assertProblem(response, 400, "bad-parameter");
    assertThat(new JsonObject(response.text()).getString("detail")).contains(detail);
  }

  @ParameterizedTest
  @CsvSource({
    "bad:EMPTY, 400, no-picture",
    "bad:UNDECODABLE, 400, undecodable",
    "bad:UNSUPPORTED_FORMAT, 415, unsupported-format",
    "bad:TOO_MANY_PIXELS, 422, too-many-pixels",
    "bad:TOO_SMALL, 422, too-small"
  })
  void tellsWhatIsWrongWithThePicture(String picture, int status, String kind) throws Exception {
    assertProblem(post("/detect", JPEG, picture), status, kind);
  }

  @Test
  void refusesAnEmptyBody() throws Exception {
    assertProblem(post("/detect", JPEG, ""), 400, "no-picture");
    try (RawClient client = node.client()) {
      assertProblem(client.request("POST /detect").response(), 400, "no-picture");
      assertProblem(
          client
              .send(
                  "POST /detect HTTP/1.1\r\nHost: t\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n")
              .response(),
          400,
          "no-picture");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"application/json", "text/plain", "video/mp4", "binary/octet-stream", "*/*", ";"})
  void theBytesTellWhatThePictureIsWhateverTheContentTypeSays(String type) throws Exception {
    assertThat(post("/detect", "Content-Type: " + type + "\r\n", "cat").status()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(strings = {"gzip", "deflate", "br", "gzip, identity"})
  void refusesABodyInAContentCodingByName(String coding) throws Exception {
    RawClient.Response response = post("/detect", "Content-Encoding: " + coding + "\r\n", "cat");

    assertProblem(response, 415, "encoded-body");
    assertThat(new JsonObject(response.text()).getString("detail")).contains("'" + coding + "'");
    assertThat(response.header("accept-encoding")).isEqualTo("identity");
  }

  @Test
  void drawsIntoThePictureWhenThatIsWanted() throws Exception {
    RawClient.Response jpeg = post("/detect", JPEG + "Accept: image/jpeg\r\n", "cat");
    RawClient.Response png = post("/detect", JPEG + "Accept: image/png\r\n", "cat");
    RawClient.Response byQuery = post("/detect?annotate=true", JPEG, "cat");

    assertThat(jpeg.header("content-type")).isEqualTo("image/jpeg");
    assertThat(jpeg.text()).isEqualTo("JPEG:1");
    assertThat(new JsonArray(jpeg.header("x-detections"))).hasSize(1);
    assertThat(png.header("content-type")).isEqualTo("image/png");
    assertThat(png.text()).isEqualTo("PNG:1");
    assertThat(byQuery.text()).isEqualTo("JPEG:1");
  }

  @Test
  void aFormWithOneFileIsAnsweredLikeAPicture() throws Exception {
    RawClient.Response response = post("/detect", FORM, part("a.jpg", "cat") + "--B--\r\n");

    assertThat(detections(response)).hasSize(1);
    assertProblem(
        post("/detect", FORM, part("a.jpg", "bad:TOO_SMALL") + "--B--\r\n"), 422, "too-small");
  }

  @Test
  void aFormWithSeveralFilesIsAnsweredInTheirOrderAndOneBadFileHurtsNoOther() throws Exception {
    String form =
        part("a.jpg", "cat")
            + "--B\r\nContent-Disposition: form-data; name=\"note\"\r\n\r\nhello\r\n"
            + part("b.txt", "bad:UNSUPPORTED_FORMAT")
            + part("c.jpg", "")
            + part("d.jpg", "cat")
            + "--B--\r\n";

    RawClient.Response response = post("/detect", FORM, form);

    assertThat(response.status()).isEqualTo(200);
    JsonObject body = new JsonObject(response.text());
    JsonArray results = body.getJsonArray("results");
    assertThat(results).hasSize(4);
    assertThat(results.stream().map(one -> ((JsonObject) one).getString("name")))
        .containsExactly("a.jpg", "b.txt", "c.jpg", "d.jpg");
    assertThat(results.getJsonObject(0).getJsonArray("detections")).hasSize(1);
    assertThat(results.getJsonObject(1).getJsonObject("problem").getInteger("status"))
        .isEqualTo(415);
    assertThat(results.getJsonObject(2).getJsonObject("problem").getInteger("status"))
        .isEqualTo(400);
    assertThat(results.getJsonObject(3).getJsonArray("detections")).hasSize(1);
    assertNothingHeld();
  }

  @Test
  void aPartBeyondThePlacesIsRefusedAloneAndSaysSo() throws Exception {
    String form =
        part("1", "cat")
            + part("2", "cat")
            + part("3", "cat")
            + part("4", "cat")
            + part("5", "cat")
            + "--B--\r\n";

    JsonArray results = new JsonObject(post("/detect", FORM, form).text()).getJsonArray("results");

    assertThat(results).hasSize(5);
    assertThat(results.getJsonObject(3).containsKey("detections")).isTrue();
    assertThat(results.getJsonObject(4).getJsonObject("problem").getInteger("status"))
        .isEqualTo(503);
    assertNothingHeld();
  }

  @Test
  void refusesAFormWithoutAFile() throws Exception {
    String onlyAField =
        "--B\r\nContent-Disposition: form-data; name=\"note\"\r\n\r\nhello\r\n--B--\r\n";

    assertProblem(post("/detect", FORM, onlyAField), 400, "no-picture");
    assertProblem(post("/detect", FORM, "--B--\r\n"), 400, "no-picture");
  }

  @Test
  void refusesABrokenForm() throws Exception {
    assertProblem(post("/detect", FORM, "this is no form at all"), 400);
    assertProblem(post("/detect", FORM, part("a.jpg", "cat").strip()), 400, "malformed-request");
    assertProblem(
        post("/detect", "Content-Type: multipart/form-data\r\n", part("a.jpg", "cat")),
        400,
        "malformed-request");
    assertNothingHeld();
  }

  /** Netty's decoder fails on it with what Vert.x does not expect. */
  @Test
  void refusesAFormThatItsDecoderDoesNotExpect() throws Exception {
    String mixed = part("a.jpg", "cat").replace("image/jpeg", "multipart/mixed");

    assertProblem(post("/detect", FORM, mixed + "--B--\r\n"), 400, "malformed-request");
    assertNothingHeld();
  }

  @Test
  void refusesAFormWithTooManyFiles() throws Exception {
    assertProblem(
        post("/detect", FORM, part("x", "cat").repeat(6) + "--B--\r\n"), 400, "malformed-request");
    assertNothingHeld();
  }

  @Test
  void refusesAFieldThatShouldHaveBeenAFile() throws Exception {
    String field =
        "--B\r\nContent-Disposition: form-data; name=\"image\"\r\n\r\n"
            + "x".repeat(5_000)
            + "\r\n--B--\r\n";

    RawClient.Response response = post("/detect", FORM, field);

    assertProblem(response, 400, "no-picture");
    assertThat(new JsonObject(response.text()).getString("detail")).contains("file name");
  }

  @Test
  void drawsForOnePictureAtATime() throws Exception {
    RawClient.Response response =
        post("/detect?annotate=true", FORM, part("a", "cat") + part("b", "cat") + "--B--\r\n");

    assertProblem(response, 400, "bad-parameter");
  }

  @Test
  void cutsAnUploadThatStalls() throws Exception {
    try (RawClient client = node.client()) {
      client.send("POST /detect HTTP/1.1\r\nHost: t\r\nContent-Length: 10\r\n\r\nca");

      assertProblem(client.response(), 408, "upload-stalled");
    }
    assertNothingHeld();
  }

  static String part(String fileName, String content) {
    return "--B\r\nContent-Disposition: form-data; name=\"f\"; filename=\"%s\"\r\n"
            .formatted(fileName)
        + "Content-Type: image/jpeg\r\n\r\n"
        + content
        + "\r\n";
  }

  static void assertProblem(RawClient.Response response, int status, String... kind) {
    assertThat(response.status()).as(response.text()).isEqualTo(status);
    assertThat(response.header("content-type")).isEqualTo("application/problem+json");
    JsonObject problem = new JsonObject(response.text());
    assertThat(problem.fieldNames())
        .containsExactly("type", "title", "status", "detail", "requestId");
    assertThat(problem.getInteger("status")).isEqualTo(status);
    assertThat(problem.getString("requestId")).isEqualTo(response.header("x-request-id"));
    if (kind.length > 0) {
      assertThat(problem.getString("type"))
          .as(response.text())
          .isEqualTo("urn:retinagate:problem:" + kind[0]);
    }
  }

  private static JsonArray detections(RawClient.Response response) {
    return new JsonObject(response.text()).getJsonArray("detections");
  }

  private static RawClient.Response post(String path, String headers, String body)
      throws Exception {
    try (RawClient client = node.client()) {
      return client.post(path, headers, body).response();
    }
  }

  private static void assertNothingHeld() throws Exception {
    node.awaitNothingHeld();
  }
}
