package dev.retinagate.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.retinagate.detection.PictureException;
import dev.retinagate.image.PictureHeader;
import dev.retinagate.image.PictureLimits;
import dev.retinagate.web.StubGateway.Reply;
import io.vertx.core.buffer.Buffer;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A file that the server would refuse is not sent first: the page redraws it, or says why not. The
 * server of these tests takes 1.5 MiB, 8 million pixels and sides of 12 pixels and more.
 */
class WebPageFitnessIT extends PageScenario {

  private static final int TOO_MANY_BYTES = 2_000_000;
  private static final int MAX_BYTES = 1_572_864;
  private static final Path FORMATS = Answers.PICTURES.resolve("formats");

  @Test
  void redrawsAFormatThatTheServerDoesNotReadWithoutSendingIt() throws IOException {
    Path gif = file("cup.gif", encoded("gif", 600, 400));
    gateway.willAnswer(Answers.coffee());

    page.look(gif);

    assertBox(page.boxes().get(0), Answers.CUP);
    assertSent(600, 400);
    assertThat(page.textOf("picture-name")).isEqualTo("cup.jpg");
    browser.driver().executeScript("document.querySelector('[data-format=curl]').click()");
    assertThat(page.textOf("answer"))
        .as("what the server takes")
        .contains("Content-Type: image/jpeg", "@cup.jpg");
  }

  @Test
  void redrawsAFileOfTooManyBytesWithoutSendingIt() throws IOException {
    byte[] coffee = Files.readAllBytes(Answers.COFFEE);
    Path large = file("large.jpg", Arrays.copyOf(coffee, TOO_MANY_BYTES));
    gateway.willAnswer(Answers.coffee());

    page.look(large);

    assertBox(page.boxes().get(0), Answers.CUP);
    assertSent(600, 400);
  }

  @Test
  void redrawsAPictureOfTooManyPixelsWithoutSendingIt() throws IOException {
    Path large = file("large.png", encoded("png", 4000, 3000));
    gateway.willAnswer(Answers.coffee());

    page.look(large);

    assertSent(2560, 1920);
  }

  @Test
  void redrawsSmallerUntilTheServerTakesIt() throws IOException {
    gateway.willAnswer(Answers.coffee());

    page.look(file("noise.png", noise(2000, 1500)));

    assertThat(gateway.calls().get(0).body().length()).isLessThan(MAX_BYTES);
    assertSent(1280, 960);
  }

  @ParameterizedTest
  @CsvSource({
    "empty.jpg, '', 0, There is no picture in this file",
    "words.jpg, 'words', 5, Its bytes are no picture. Choose a file in JPEG",
    "camera.heic, '....ftypheic', 40, It is in HEIC format",
    "large.jpg, '\u00ff\u00d8\u00ff', 2000000, 'The file has 2.0 MB, and this server takes 1536"
        + " KiB.'",
  })
  void saysWhyAFileCannotBeSent(String name, String start, int length, String words)
      throws IOException {
    byte[] bytes = Arrays.copyOf(start.getBytes(StandardCharsets.ISO_8859_1), length);

    page.choose(file(name, bytes));

    assertThat(page.awaitNotice()).contains(words).doesNotContain("Status");
    assertThat(gateway.calls()).isEmpty();
    assertThat(page.textOf("health")).isEqualTo("Ready");
  }

  @ParameterizedTest
  @CsvSource({
    "100000, 90000, '100000 × 90000 pixels, and this server takes 8 million'",
    "11, 400, '11 × 400 pixels, and each side needs 12.'",
  })
  void saysWhyAPictureOfSuchSidesCannotBeSent(int width, int height, String words)
      throws IOException {
    byte[] png = encoded("png", 20, 20);
    ByteBuffer.wrap(png).putInt(16, width).putInt(20, height);

    page.choose(file("sides.png", png));

    assertThat(page.awaitNotice()).contains(words);
    assertThat(gateway.calls()).isEmpty();
  }

  @Test
  void aGalleryGoesOnAfterAFileThatCannotBeSent() throws IOException {
    gateway.willAnswer(Answers.coffee());

    page.choose(file("words.png", new byte[] {1, 2, 3}), Answers.COFFEE);

    page.awaitText("1 of 2 pictures answered · 1 failed", () -> page.textOf("gallery-state"));
    assertThat(gateway.calls()).hasSize(1);
  }

  @Test
  void stillRedrawsWhatOnlyTheServerFindsUnfit() {
    gateway.willAnswer(
        Reply.problem(422, "beyond-decoder", "Animated.", Map.of()), Answers.coffee());

    page.look(Answers.COFFEE);

    assertThat(gateway.calls()).hasSize(2);
    assertThat(gateway.calls().get(1).body()).isNotEqualTo(gateway.calls().get(0).body());
  }

  @Test
  void tellsTheSidesOfEachPictureAsTheServerDoes() throws IOException {
    int compared = 0;
    for (Path picture : pictures()) {
      byte[] bytes = Files.readAllBytes(picture);
      PictureHeader header;
      try {
        header = PictureHeader.read(ByteBuffer.wrap(bytes), PictureLimits.DEFAULT);
      } catch (PictureException e) {
        // The server does not go as far as to the sides.
        continue;
      }
      compared++;
      assertThat(toldByThePage(bytes))
          .as(picture.toString())
          .isEqualTo("%s %d %d".formatted(header.format(), header.width(), header.height()));
    }
    assertThat(compared).isGreaterThan(20);
  }

  private static List<Path> pictures() throws IOException {
    try (Stream<Path> files = Files.list(FORMATS)) {
      return files
          .filter(file -> file.toString().matches(".*\\.(jpg|png|webp|bmp)"))
          .sorted()
          .toList();
    }
  }

  private static String toldByThePage(byte[] bytes) {
    return browser
        .driver()
        .executeAsyncScript(
            "const [base64, done] = arguments;"
                + "const bytes = Uint8Array.from(atob(base64), (one) => one.charCodeAt(0));"
                + "import(new URL('assets/js/header.js', location.href)).then(({headerOf}) => {"
                + "  const {format, width, height} = headerOf(bytes.buffer);"
                + "  done(`${format} ${width} ${height}`);"
                + "}, (error) => done(String(error)))",
            Base64.getEncoder().encodeToString(bytes))
        .toString();
  }

  /** Checks that one picture was sent, as a JPEG of these sides. */
  private static void assertSent(int width, int height) throws IOException {
    assertThat(gateway.calls()).hasSize(1);
    assertThat(gateway.calls().get(0).contentType()).isEqualTo("image/jpeg");
    Buffer body = gateway.calls().get(0).body();
    BufferedImage sent = ImageIO.read(new ByteArrayInputStream(body.getBytes()));
    assertThat(sent.getWidth()).isEqualTo(width);
    assertThat(sent.getHeight()).isEqualTo(height);
  }

  private static byte[] encoded(String format, int width, int height) throws IOException {
    return written(new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB), format);
  }

  /** A picture that compresses badly: the same each time. */
  private static byte[] noise(int width, int height) throws IOException {
    BufferedImage picture = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    Random random = new Random(1);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        picture.setRGB(x, y, random.nextInt(0x1000000));
      }
    }
    return written(picture, "png");
  }

  private static byte[] written(BufferedImage picture, String format) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ImageIO.write(picture, format, out);
    return out.toByteArray();
  }

  private static Path file(String name, byte[] bytes) throws IOException {
    return Files.write(browser.downloads().resolve(name), bytes);
  }
}
