package dev.retinagate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.retinagate.support.FormBody;
import dev.retinagate.support.JarNode;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpResponse;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The picture itself as the answer, with boxes and labels drawn. */
class AnnotatedPictureIT {

  /** Two decoders and a second compression differ by less, in levels of 0..255. */
  private static final double CODEC_NOISE = 6;

  /** A line drawn over a photograph changes its pixels by more. */
  private static final double DRAWN = 30;

  private static JarNode node;

  @BeforeAll
  static void start() throws Exception {
    node = new JarNode("--workers", "1");
  }

  @AfterAll
  static void stop() throws Exception {
    if (node != null) {
      node.close();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "/detect?labels=person, image/jpeg, image/jpeg, JPEG",
    "/detect?labels=person, image/png, image/png, png",
    "/detect?labels=person&annotate=true, */*, image/jpeg, JPEG",
    "/detect?labels=person&annotate=true, image/png, image/png, png"
  })
  void isThePictureWithTheBoxDrawnAndNothingElseChanged(
      String path, String accept, String type, String format) throws Exception {
    byte[] sent = JarNode.picture("astronaut.jpg");

    HttpResponse<byte[]> response = node.post(path, sent, "Accept", accept);

    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.headers().firstValue("Content-Type")).hasValue(type);
    assertThat(formatOf(response.body())).isEqualTo(format);
    BufferedImage original = decode(sent);
    BufferedImage drawn = decode(response.body());
    assertThat(drawn.getWidth()).isEqualTo(original.getWidth());
    assertThat(drawn.getHeight()).isEqualTo(original.getHeight());
    // The person's box is (15, 14) to (364, 508): its right edge, and what lies beyond.
    assertThat(meanDifference(original, drawn, 363, 50, 1, 400)).isGreaterThan(DRAWN);
    assertThat(meanDifference(original, drawn, 400, 50, 100, 400)).isLessThan(CODEC_NOISE);
  }

  @Test
  void tellsTheDetectionsInAHeader() throws Exception {
    byte[] picture = JarNode.picture("coffee.jpg");
    JsonObject json = json(node.post("/detect", picture));

    HttpResponse<byte[]> drawn = node.post("/detect?annotate=true", picture);

    assertThat(drawn.headers().firstValue("X-Detections").map(JsonArray::new))
        .hasValue(json.getJsonArray("detections"));
    assertThat(drawn.headers().firstValue("X-Request-Id")).isPresent();
  }

  @Test
  void leavesTheHeaderOutWhereItWouldBeTooLong() throws Exception {
    HttpResponse<byte[]> drawn =
        node.post("/detect?annotate=true&threshold=0", JarNode.picture("coffee.jpg"));

    assertThat(drawn.statusCode()).isEqualTo(200);
    assertThat(drawn.headers().firstValue("X-Detections")).isEmpty();
  }

  @Test
  void isUprightWhateverTheOrientation() throws Exception {
    HttpResponse<byte[]> drawn =
        node.post("/detect?annotate=true&threshold=1", JarNode.picture("coffee-exif6.jpg"));

    BufferedImage upright = decode(drawn.body());
    BufferedImage original = decode(JarNode.picture("coffee.jpg"));
    assertThat(upright.getWidth()).isEqualTo(600);
    assertThat(meanDifference(original, upright, 0, 0, 600, 400)).isLessThan(CODEC_NOISE);
  }

  @Test
  void isNotSentToWhoRefusesItOrSendsSeveral() throws Exception {
    byte[] picture = JarNode.picture("coffee.jpg");
    byte[] two = new FormBody().file("a", "a.jpg", picture).file("b", "b.jpg", picture).bytes();

    HttpResponse<byte[]> refused =
        node.post("/detect?annotate=false", picture, "Accept", "image/jpeg");
    HttpResponse<byte[]> several =
        node.post("/detect?annotate=true", two, "Content-Type", FormBody.CONTENT_TYPE);

    assertThat(json(refused).getJsonArray("detections")).isNotEmpty();
    assertThat(several.statusCode()).isEqualTo(400);
    assertThat(json(several).getString("detail")).contains("one picture at a time");
  }

  private static JsonObject json(HttpResponse<byte[]> response) {
    return new JsonObject(Buffer.buffer(response.body()));
  }

  private static BufferedImage decode(byte[] picture) throws IOException {
    return ImageIO.read(new ByteArrayInputStream(picture));
  }

  private static String formatOf(byte[] picture) throws IOException {
    try (ImageInputStream in = ImageIO.createImageInputStream(new ByteArrayInputStream(picture))) {
      ImageReader reader = ImageIO.getImageReaders(in).next();
      try {
        return reader.getFormatName();
      } finally {
        reader.dispose();
      }
    }
  }

  /** Mean over a rectangle and the three channels, 0..255. */
  private static double meanDifference(
      BufferedImage a, BufferedImage b, int left, int top, int width, int height) {
    long sum = 0;
    for (int y = top; y < top + height; y++) {
      for (int x = left; x < left + width; x++) {
        for (int shift = 0; shift <= 16; shift += 8) {
          sum += Math.abs((a.getRGB(x, y) >> shift & 0xff) - (b.getRGB(x, y) >> shift & 0xff));
        }
      }
    }
    return sum / (3.0 * width * height);
  }
}
