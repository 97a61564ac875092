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
import java.util.Base64;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Bad input to the packaged jar: the right status, words for the caller, and life goes on. */
class BadInputIT {

  private static final int BOMBS = 20;

  /** Far below one decoded bomb (2.7 GB), far above what the heap moves meanwhile. */
  private static final long BOMB_GROWTH_KIB = 64 << 10;

  private static JarNode node;

  @BeforeAll
  static void start() throws Exception {
    node = new JarNode();
  }

  @AfterAll
  static void stop() throws Exception {
    String log = node.log();
    node.close();
    assertThat(log).doesNotContain("has been blocked");
    assertThat(log).doesNotContain("\tat ").doesNotContain("Exception");
    // Neither the bytes of a picture nor their base64.
    assertThat(log).doesNotContain("JFIF").doesNotContain("IHDR");
    byte[] start = java.util.Arrays.copyOf(JarNode.picture("chelsea.jpg"), 30);
    assertThat(log).doesNotContain(Base64.getEncoder().encodeToString(start));
  }

  @AfterEach
  void servesTheNextGoodRequest() throws Exception {
    HttpResponse<byte[]> good = node.post("/detect", JarNode.picture("chelsea.jpg"));
    assertThat(good.statusCode()).isEqualTo(200);
    assertThat(new String(good.body(), StandardCharsets.UTF_8)).contains("\"cat\"");
  }

  @ParameterizedTest
  @CsvSource({
    "truncated.jpg, 400",
    "truncated-progressive.jpg, 400",
    "truncated-rgb.png, 400",
    "truncated-lossy.webp, 400",
    "truncated-colour.bmp, 400",
    "wrong-crc.png, 400",
    "animated.webp, 415",
    "make_formats.py, 415",
    "one-pixel.png, 422",
    "bomb.png, 422"
  })
  void refusesAPictureThatCannotBeUsed(String name, int status) throws Exception {
    byte[] bytes = JarNode.picture("formats/" + name);
    byte[] form = new FormBody().file("image", "picture.jpg", bytes).bytes();

    assertProblem(node.post("/detect", bytes, "Content-Type", "image/jpeg"), status);
    assertProblem(node.post("/detect", form, "Content-Type", FormBody.CONTENT_TYPE), status);
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
    node.post("/detect", bomb);
    long before = node.residentKib();

    for (int i = 0; i < BOMBS; i++) {
      assertThat(node.post("/detect", bomb).statusCode()).isEqualTo(422);
    }

    assertThat(node.residentKib() - before).isLessThan(BOMB_GROWTH_KIB);
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
  void refusesFiftyMegabytesAtTheHeader() throws Exception {
    try (RawClient client = new RawClient(node.port())) {
      RawClient.Response response =
          client
              .send("POST /detect HTTP/1.1\r\nHost: t\r\nContent-Length: 52428800\r\n\r\n")
              .response();

      assertThat(response.status()).isEqualTo(413);
      assertThat(response.header("content-type")).isEqualTo("application/problem+json");
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

  private static void assertProblem(HttpResponse<byte[]> response, int status) {
    String text = new String(response.body(), StandardCharsets.UTF_8);
    assertThat(response.statusCode()).as(text).isEqualTo(status);
    assertThat(response.headers().firstValue("content-type")).hasValue("application/problem+json");
    assertThat(text).doesNotContain("Exception").doesNotContain("at dev.");
    JsonObject problem = new JsonObject(Buffer.buffer(response.body()));
    assertThat(problem.fieldNames()).contains("type", "title", "status", "detail", "requestId");
    assertThat(problem.getInteger("status")).isEqualTo(status);
    assertThat(response.headers().firstValue("X-Request-Id"))
        .hasValue(problem.getString("requestId"));
  }
}
