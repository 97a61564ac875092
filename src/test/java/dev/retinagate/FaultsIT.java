package dev.retinagate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.retinagate.support.Faults;
import dev.retinagate.support.FormBody;
import dev.retinagate.support.JarNode;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import java.util.zip.GZIPInputStream;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The inputs that once failed, by their number in {@code ../shared/data/faults}, sent to the
 * packaged jar: each gets the answer that its README calls right. Skipped where the set is missing.
 */
class FaultsIT {

  /** libjpeg writes no longer side (JPEG_MAX_DIMENSION). */
  private static final int MAX_JPEG_SIDE = 65_500;

  private static final String FORM = "multipart/form-data; boundary=B";

  /** Of two encodings of the same pixels: far below a turn of the picture, which is 256 wide. */
  private static final double BOX_TOLERANCE = 6;

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
  void isWellAndHasNoEngineFailure() throws Exception {
    assertThat(node.send(node.manage("/health/live")).statusCode()).isEqualTo(200);
    assertThat(text(node.send(node.manage("/metrics"))))
        .contains("retinagate_requests_total{")
        .doesNotContainPattern("retinagate_requests_total\\{.*status=\"500\"");
  }

  @ParameterizedTest
  @CsvSource({
    "F01-many-scans.jpg.gz, 422, too-much-work, scans takes the work of at least 15",
    "F04-cut-to-10-percent-then-end-marker.jpg, 400, undecodable, JPEG",
    "F04-two-frames-glued-first-cut.jpg, 400, undecodable, JPEG",
    "F12-text-that-begins-with-BM.txt, 415, unsupported-format, JPEG",
    "F13-1048577x16.png, 422, beyond-decoder, 1000000 a side"
  })
  void refusesAPictureInTheRightWords(String file, int status, String kind, String says)
      throws Exception {
    byte[] picture = read(file);
    byte[] form = new FormBody().file("image", "a.jpg", picture).bytes();

    for (HttpResponse<byte[]> refused :
        List.of(
            node.post("/detect", picture),
            node.post("/detect", picture, "Accept", "image/jpeg"),
            node.post("/detect", form, "Content-Type", FormBody.CONTENT_TYPE))) {
      assertThat(refused.statusCode()).as(text(refused)).isEqualTo(status);
      JsonObject problem = json(refused);
      assertThat(problem.getString("type")).isEqualTo("urn:retinagate:problem:" + kind);
      assertThat(problem.getString("detail")).contains(says);
    }
  }

  @ParameterizedTest
  @CsvSource({"image/jpeg, jpeg", "image/png, png"})
  void f02AnnotatesAPictureThatIsTooLongForJpeg(String type, String format) throws Exception {
    HttpResponse<byte[]> answer = node.post("/detect", read("F02-65501x16.png"), "Accept", type);

    assertThat(answer.statusCode()).as(text(answer)).isEqualTo(200);
    assertThat(answer.headers().firstValue("Content-Type")).hasValue(type);
    int width = width(answer.body(), format);
    if (format.equals("jpeg")) {
      assertThat(width).isPositive().isLessThanOrEqualTo(MAX_JPEG_SIDE);
      assertThat(answer.headers().firstValue("X-Annotated-Scale")).isPresent();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"F03-exif6-split-over-two-segments.jpg.gz", "F03-exif6-then-app-exif.jpg"})
  void f03FindsTheSameInATurnedPictureAsInTheUprightOne(String file) throws Exception {
    assertFindsPersonAt(bestBox(found(read("astronaut.jpg"))), read(file));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "F11-18-stray-bytes-between-segments.jpg",
        "F11-no-end-marker-then-phone-trailer.jpg"
      })
  void f11FindsTheSameInAPictureThatViewersShowWhole(String file) throws Exception {
    assertFindsPersonAt(bestBox(found(read("astronaut.jpg"))), read(file));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "F05-charset-binary.form",
        "F07-33-short-fields.form",
        "F07-text-field-of-2000-bytes.form"
      })
  void f05AndF07ReadTheOnePictureOfTheForm(String file) throws Exception {
    HttpResponse<byte[]> answer = node.post("/detect", read(file), "Content-Type", FORM);

    assertThat(answer.statusCode()).as(text(answer)).isEqualTo(200);
    assertThat(json(answer).getJsonArray("detections")).isEqualTo(found(read("cat.jpg")));
  }

  @Test
  void f06GivesFileNamesBackAsSent() throws Exception {
    HttpResponse<byte[]> answer =
        node.post("/detect", read("F06-names.form"), "Content-Type", FORM);

    assertThat(answer.statusCode()).as(text(answer)).isEqualTo(200);
    List<JsonObject> results =
        json(answer).getJsonArray("results").stream().map(JsonObject.class::cast).toList();
    assertThat(results)
        .extracting(result -> result.getString("name"))
        .containsExactly("10:30:15.jpg", "gate,east.jpg", "a;b.jpg", "k=v.jpg", "gate east.jpg");
    assertThat(results).noneMatch(result -> result.containsKey("problem"));
  }

  @Test
  void f07NamesTheLimitThatATextFieldExceeds() throws Exception {
    byte[] form =
        new FormBody()
            .field("meta", "x".repeat(100_000))
            .file("image", "a.jpg", read("cat.jpg"))
            .bytes();

    HttpResponse<byte[]> refused =
        node.post("/detect", form, "Content-Type", FormBody.CONTENT_TYPE);

    assertThat(refused.statusCode()).isEqualTo(413);
    assertThat(json(refused).getString("type")).endsWith("form-fields-too-large");
    assertThat(json(refused).getString("detail")).contains("'meta'", "65536 bytes");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "binary/octet-stream",
        "text/plain",
        "*/*",
        "application/json",
        "application/x-www-form-urlencoded",
        "image/png",
        ";",
        "multipart/mixed; boundary=B"
      })
  void f08ReadsThePictureWhateverTypeIsDeclared(String type) throws Exception {
    byte[] cat = read("cat.jpg");

    HttpResponse<byte[]> answer = node.post("/detect", cat, "Content-Type", type);

    assertThat(answer.statusCode()).as(text(answer)).isEqualTo(200);
    assertThat(json(answer).getJsonArray("detections")).isEqualTo(found(cat));
  }

  @ParameterizedTest
  @ValueSource(strings = {"/health", "/models", "/"})
  void f09AnswersHeadWhereverGetIs(String path) throws Exception {
    HttpRequest head =
        HttpRequest.newBuilder(node.uri(path)).method("HEAD", BodyPublishers.noBody()).build();

    assertThat(node.send(head).statusCode()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(strings = {"Multipart/Form-Data; boundary=B", "MULTIPART/FORM-DATA;BOUNDARY=\"B\";"})
  void f15ReadsAFormWhoseTypeIsInCapitals(String type) throws Exception {
    HttpResponse<byte[]> answer =
        node.post("/detect", read("F05-charset-binary.form"), "Content-Type", type);

    assertThat(answer.statusCode()).as(text(answer)).isEqualTo(200);
    assertThat(json(answer).getJsonArray("detections")).isEqualTo(found(read("cat.jpg")));
  }

  private static void assertFindsPersonAt(JsonObject expected, byte[] picture) throws Exception {
    JsonObject box = bestBox(found(picture));
    for (String side : List.of("x", "y", "width", "height")) {
      assertThat(box.getDouble(side))
          .as("%s of %s, against %s", side, box, expected)
          .isCloseTo(expected.getDouble(side), within(BOX_TOLERANCE));
    }
  }

  private static JsonArray found(byte[] picture) throws Exception {
    HttpResponse<byte[]> answer = node.post("/detect", picture);
    assertThat(answer.statusCode()).as(text(answer)).isEqualTo(200);
    return json(answer).getJsonArray("detections");
  }

  private static JsonObject bestBox(JsonArray found) {
    assertThat(found.getJsonObject(0).getString("label")).isEqualTo("person");
    return found.getJsonObject(0).getJsonObject("box");
  }

  private static int width(byte[] picture, String format) throws IOException {
    ImageReader reader = ImageIO.getImageReadersByFormatName(format).next();
    try (ImageInputStream in = ImageIO.createImageInputStream(new ByteArrayInputStream(picture))) {
      reader.setInput(in);
      return reader.getWidth(0);
    } finally {
      reader.dispose();
    }
  }

  private static byte[] read(String name) throws IOException {
    try (InputStream in = Files.newInputStream(Faults.path(name));
        InputStream unpacked = name.endsWith(".gz") ? new GZIPInputStream(in) : in) {
      return unpacked.readAllBytes();
    }
  }

  private static JsonObject json(HttpResponse<byte[]> answer) {
    return new JsonObject(Buffer.buffer(answer.body()));
  }

  private static String text(HttpResponse<byte[]> answer) {
    return new String(answer.body(), StandardCharsets.ISO_8859_1);
  }
}
