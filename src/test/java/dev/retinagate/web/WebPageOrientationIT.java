package dev.retinagate.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.retinagate.detection.Detections;
import dev.retinagate.detection.PictureException;
import dev.retinagate.detection.Scene;
import dev.retinagate.detection.StageTimes;
import dev.retinagate.image.DrawnPicture;
import dev.retinagate.image.PictureAnnotator;
import dev.retinagate.image.PictureFormat;
import dev.retinagate.image.PictureLimits;
import dev.retinagate.web.Page.Rect;
import dev.retinagate.web.StubGateway.Reply;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever EXIF says, the page shows the picture turned as the server turns it. */
class WebPageOrientationIT extends PageScenario {

  /** JPEG's loss, in levels. */
  private static final Offset<Integer> LEVELS = within(12);

  static Stream<Arguments> each() {
    return Stream.of("jpg", "png", "webp")
        .flatMap(
            format ->
                IntStream.rangeClosed(1, 8)
                    .mapToObj(orientation -> Arguments.of(format, orientation)));
  }

  @ParameterizedTest
  @MethodSource("each")
  void showsWhatTheServerSees(String format, int orientation) throws IOException, PictureException {
    byte[] bytes = TurnedPictures.file(format, orientation);
    assertScene(seenByTheServer(bytes));
    gateway.willAnswer(Answers.lowerRightQuarter());

    page.look(file(format, bytes));

    page.await(() -> page.picture().width() > page.picture().height());
    assertScene(onScreen());
    Rect picture = page.picture();
    Rect box = page.boxes().get(0);
    assertThat(box.x()).isCloseTo(picture.x() + picture.width() / 2, within(SUB_PIXEL));
    assertThat(box.y()).isCloseTo(picture.y() + picture.height() / 2, within(SUB_PIXEL));
  }

  @Test
  void redrawsAWebpUpright() throws IOException {
    gateway.willAnswer(
        Reply.problem(422, "too-much-work", "Detail.", Map.of()), Answers.lowerRightQuarter());

    page.look(file("webp", TurnedPictures.file("webp", 6)));

    byte[] sent = gateway.calls().get(1).body().getBytes();
    assertScene(read(sent));
  }

  @Test
  void turnsAWebpWhateverItsFileIsCalled() throws IOException {
    gateway.willAnswer(Answers.lowerRightQuarter());

    page.look(file("jpg", TurnedPictures.file("webp", 6)));

    page.await(() -> page.picture().width() > page.picture().height());
    assertScene(onScreen());
  }

  /** The picture as the server turns it before it looks for objects, without any drawn. */
  private static BufferedImage seenByTheServer(byte[] bytes) throws IOException, PictureException {
    Detections nothing =
        new Detections(
            TurnedPictures.WIDTH, TurnedPictures.HEIGHT, List.of(), new StageTimes(0, 0, 0, 0));
    DrawnPicture drawn =
        PictureAnnotator.annotate(
            ByteBuffer.wrap(bytes),
            new Scene(nothing, Optional.empty(), List.of()),
            PictureFormat.PNG,
            PictureLimits.DEFAULT);
    return read(drawn.encoded());
  }

  /** The picture without boxes as the page shows it. */
  private BufferedImage onScreen() throws IOException {
    String png =
        (String)
            page.run(
                "const picture = document.getElementById('picture');"
                    + "const canvas = document.createElement('canvas');"
                    + "canvas.width = picture.naturalWidth; canvas.height = picture.naturalHeight;"
                    + "canvas.getContext('2d').drawImage(picture, 0, 0);"
                    + "return canvas.toDataURL('image/png').split(',')[1]");
    return read(Base64.getDecoder().decode(png));
  }

  /** Checks the colours in the middle of each quarter. */
  private static void assertScene(BufferedImage picture) {
    assertThat((double) picture.getWidth() / picture.getHeight()).isEqualTo(1.5);
    for (int i = 0; i < TurnedPictures.QUARTERS.length; i++) {
      Color expected = TurnedPictures.QUARTERS[i];
      Color found =
          new Color(
              picture.getRGB(
                  picture.getWidth() * (1 + 2 * (i % 2)) / 4,
                  picture.getHeight() * (1 + 2 * (i / 2)) / 4));
      assertThat(found.getRed()).as("red of quarter %d", i).isCloseTo(expected.getRed(), LEVELS);
      assertThat(found.getGreen())
          .as("green of quarter %d", i)
          .isCloseTo(expected.getGreen(), LEVELS);
      assertThat(found.getBlue()).as("blue of quarter %d", i).isCloseTo(expected.getBlue(), LEVELS);
    }
  }

  private static BufferedImage read(byte[] bytes) throws IOException {
    return ImageIO.read(new ByteArrayInputStream(bytes));
  }

  private static Path file(String format, byte[] bytes) throws IOException {
    return Files.write(browser.downloads().resolve("scene." + format), bytes);
  }
}
