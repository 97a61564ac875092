package dev.retinagate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.retinagate.support.FormBody;
import dev.retinagate.support.JarNode;
import dev.retinagate.support.RawClient;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Bad input to the packaged jar: the right status, words for the caller, and life goes on. */
class BadInputIT {

  private static final int BOMBS = 20;

  /** Far below one decoded bomb (2.7 GB); what the heap is still moving after as many of them. */
  private static final long BOMB_GROWTH_KIB = 8 << 10;

  private static final int FIFTY_MEGABYTES = 50_000_000;

  private static JarNode node;

  @BeforeAll
  static void start() throws Exception {
    node = new JarNode();
  }

  @AfterAll
  static void stop() throws Exception {
    if (node != null) {
      node.close();
    }
  }

  @AfterEach
  void servesTheNextGoodRequest() throws Exception {
    HttpResponse<byte[]> good = node.post("/detect", JarNode.picture("chelsea.jpg"));
    assertThat(good.statusCode()).isEqualTo(200);
    assertThat(new String(good.body(), StandardCharsets.UTF_8)).contains("\"cat\"");
  }

  @ParameterizedTest
  @CsvSource({
    "truncated.jpg, 400, undecodable, JPEG",
    "truncated-progressive.jpg, 400, undecodable, JPEG",
    "truncated-rgb.png, 400, undecodable, PNG",
    "truncated-lossy.webp, 400, undecodable, WebP",
    "truncated-colour.bmp, 400, undecodable, BMP",
    "wrong-crc.png, 400, undecodable, PNG",
    "animated.webp, 415, unsupported-format, WebP",
    "make_formats.py, 415, unsupported-format, JPEG",
    "one-pixel.png, 422, too-small, 1×1",
    "bomb.png, 422, too-many-pixels, 30000×30000"
  })
  void refusesAPictureThatCannotBeUsed(String name, int status, String kind, String says)
      throws Exception {
    byte[] bytes = JarNode.picture("formats/" + name);
    byte[] form = new FormBody().file("image", "picture.jpg", bytes).bytes();

    JsonObject byBody =
        assertProblem(node.post("/detect", bytes, "Content-Type", "image/jpeg"), status);
    JsonObject byForm =
        assertProblem(node.post("/detect", form, "Content-Type", FormBody.CONTENT_TYPE), status);

    assertThat(byBody.getString("type")).isEqualTo("urn:retinagate:problem:" + kind);
    assertThat(byBody.getString("detail")).contains(says);
    assertThat(byForm.getString("detail")).isEqualTo(byBody.getString("detail"));
  }

  @ParameterizedTest
  @CsvSource({
    "baseline.jpg", "progressive.jpg", "grey.jpg", "cmyk.jpg", "rgb.png", "grey.png",
    "grey16.png", "palette.png", "alpha.png", "lossy.webp", "lossless.webp", "alpha.webp",
    "colour.bmp", "palette.bmp"
  })
  void takesEveryVariantOfEveryFormat(String name) throws Exception {
    assertThat(node.post("/detect", JarNode.picture("formats/" + name)).statusCode())
        .isEqualTo(200);
  }

  @Test
  void refusesABombWithoutDecodingIt() throws Exception {
    byte[] bomb = JarNode.picture("formats/bomb.png");
    for (int warmUp = 0; warmUp < BOMBS; warmUp++) {
      node.post("/detect", bomb);
    }
    long before = node.residentKib();
    long peakBefore = node.peakResidentKib();

    for (int i = 0; i < BOMBS; i++) {
      assertThat(node.post("/detect", bomb).statusCode()).isEqualTo(422);
    }

    assertThat(node.residentKib() - before).isLessThan(BOMB_GROWTH_KIB);
    assertThat(node.peakResidentKib() - peakBefore).isLessThan(BOMB_GROWTH_KIB);
  }

  @Test
  void refusesAnEmptyBody() throws Exception {
    assertProblem(node.post("/detect", new byte[0]), 400);
  }

  @Test
  void refusesAFormWithoutAFile() throws Exception {
    byte[] form = new FormBody().field("image", "not a file").bytes();

    assertProblem(node.post("/detect", form, "Content-Type", FormBody.CONTENT_TYPE), 400);
  }

  @Test
  void refusesAFormThatEndsWithinAPartOrHasNoBoundary() throws Exception {
    byte[] form = new FormBody().file("image", "cat.jpg", JarNode.picture("chelsea.jpg")).bytes();
    byte[] half = Arrays.copyOf(form, form.length / 2);

    JsonObject cut =
        assertProblem(node.post("/detect", half, "Content-Type", FormBody.CONTENT_TYPE), 400);
    JsonObject unbounded =
        assertProblem(node.post("/detect", form, "Content-Type", "multipart/form-data"), 400);

    assertThat(cut.getString("detail")).contains("boundary");
    assertThat(unbounded.getString("detail")).contains("boundary");
  }

  @Test
  void looksAtTheBytesWhateverTheContentTypeSays() throws Exception {
    byte[] picture = JarNode.picture("chelsea.jpg");

    assertThat(node.post("/detect", picture, "Content-Type", "application/json").statusCode())
        .isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "Expect: 100-continue\r\n"})
  void refusesFiftyMegabytesAtTheHeader(String expectation) throws Exception {
    try (RawClient client = new RawClient(node.port())) {
      RawClient.Response response = client.send(fiftyMegabytes(expectation)).response();

      assertThat(response.status()).isEqualTo(413);
      assertThat(response.header("content-type")).isEqualTo("application/problem+json");
    }
  }

  @Test
  void letsWhoSendsFiftyMegabytesAllTheSameSeeTheRefusal() throws Exception {
    try (RawClient client = new RawClient(node.port())) {
      client.send(fiftyMegabytes("")).send(new byte[FIFTY_MEGABYTES]);

      assertThat(client.response().status()).isEqualTo(413);
      assertThat(client.isClosedByServer()).isTrue();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "/detect, one-pixel.png, 422",
    "/detect, truncated.jpg, 400",
    "/detect, make_formats.py, 415",
    "/detect?max=0, baseline.jpg, 400",
    "/nothing, baseline.jpg, 404",
    "/models, baseline.jpg, 405"
  })
  void servesTheNextGoodRequestOfTheSameConnection(String path, String body, int status)
      throws Exception {
    try (RawClient client = new RawClient(node.port())) {
      byte[] bad = JarNode.picture("formats/" + body);
      byte[] good = JarNode.picture("chelsea.jpg");

      assertThat(client.send(header(path, "", bad.length)).send(bad).response().status())
          .isEqualTo(status);
      RawClient.Response next =
          client.send(header("/detect", "", good.length)).send(good).response();

      assertThat(next.status()).isEqualTo(200);
      assertThat(next.text()).contains("\"cat\"");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "threshold=2",
    "threshold=high",
    "max=0",
    "max=many",
    "labels=unicorn",
    "annotate=yes",
    "colour=red",
    "threshold=0.1&threshold=0.2"
  })
  void refusesAParameterThatItDoesNotUnderstand(String query) throws Exception {
    assertProblem(node.post("/detect?" + query, JarNode.picture("chelsea.jpg")), 400);
  }

  @Test
  void refusesAWrongMethodAndAnUnknownPath() throws Exception {
    HttpResponse<byte[]> method =
        node.send(HttpRequest.newBuilder(node.uri("/detect")).DELETE().build());

    assertProblem(method, 405);
    assertThat(method.headers().firstValue("Allow").orElseThrow()).contains("POST");
    assertProblem(node.send(HttpRequest.newBuilder(node.uri("/nothing")).build()), 404);
  }

  private static JsonObject assertProblem(HttpResponse<byte[]> response, int status) {
    String text = new String(response.body(), StandardCharsets.UTF_8);
    assertThat(response.statusCode()).as(text).isEqualTo(status);
    assertThat(response.headers().firstValue("content-type")).hasValue("application/problem+json");
    assertThat(text).doesNotContain("Exception").doesNotContain("at dev.");
    JsonObject problem = new JsonObject(Buffer.buffer(response.body()));
    assertThat(problem.fieldNames()).contains("type", "title", "status", "detail", "requestId");
    assertThat(problem.getInteger("status")).isEqualTo(status);
    assertThat(response.headers().firstValue("X-Request-Id"))
        .hasValue(problem.getString("requestId"));
    return problem;
  }

  private static byte[] fiftyMegabytes(String headers) {
    return header("/detect", headers, FIFTY_MEGABYTES);
  }

  private static byte[] header(String path, String headers, int length) {
    return "POST %s HTTP/1.1\r\nHost: t\r\nContent-Length: %d\r\n%s\r\n"
        .formatted(path, length, headers)
        .getBytes(StandardCharsets.US_ASCII);
  }
}
