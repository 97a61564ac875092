package dev.retinagate.image;

import static org.assertj.core.api.Assertions.assertThat;

import dev.retinagate.detection.Box;
import dev.retinagate.detection.Detection;
import dev.retinagate.detection.DetectionQuery;
import dev.retinagate.detection.Detections;
import dev.retinagate.detection.Rule;
import dev.retinagate.detection.Scene;
import dev.retinagate.detection.SceneRules;
import dev.retinagate.detection.StageTimes;
import dev.retinagate.detection.Suppression;
import dev.retinagate.detection.Zone;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import org.bytedeco.javacpp.indexer.UByteIndexer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class PictureAnnotatorTest {

  private static final Detection CAT = new Detection(15, "cat", 0.87f, new Box(100, 80, 200, 150));

  @ParameterizedTest
  @EnumSource(
      value = PictureFormat.class,
      names = {"JPEG", "PNG"})
  void keepsTheSizeOfAnOrdinaryPicture(PictureFormat format) throws Exception {
    byte[] annotated =
        PictureAnnotator.annotate(
                Fixtures.picture("chelsea.jpg"), scene(List.of(CAT)), format, PictureLimits.DEFAULT)
            .encoded();

    PictureHeader header = PictureHeader.read(ByteBuffer.wrap(annotated), PictureLimits.DEFAULT);
    assertThat(header.format()).isEqualTo(format);
    assertThat(header.width()).isEqualTo(451);
    assertThat(header.height()).isEqualTo(300);
  }

  @Test
  void drawsTheBoxInTheColourOfItsClass() throws Exception {
    try (DecodedPicture drawn = annotated("chelsea.jpg", scene(List.of(CAT)));
        UByteIndexer pixels = drawn.bgr().createIndexer();
        var colour = new Legend(scene(List.of(CAT))).ink(CAT).colour()) {
      // The middles of the left, right and bottom edges.
      for (int[] point : new int[][] {{100, 155}, {299, 155}, {200, 229}}) {
        for (int channel = 0; channel < 3; channel++) {
          assertThat((double) pixels.get(point[1], point[0], channel))
              .isEqualTo(colour.get(channel));
        }
      }
    }
  }

  @Test
  void anIntruderHasAWideRedLineWithAWhiteBorderWhereverTheAnswerLeavesItOut() throws Exception {
    Rule noCat = new Rule(Rule.Kind.FORBID, 15, "cat", 1, 0.1f, Optional.empty());
    Detection faint = new Detection(15, "cat", 0.2f, CAT.box());
    Scene scene = scene(List.of(faint), new SceneRules(List.of(noCat), List.of()));

    try (DecodedPicture drawn = annotated("chelsea.jpg", scene);
        UByteIndexer pixels = drawn.bgr().createIndexer()) {
      assertThat(scene.answer().found()).isEmpty();
      assertColour(pixels, 100, 155, 0xd0021b);
      // Lines are 4 pixels wide, their borders 8.
      assertColour(pixels, 96, 155, 0xffffff);
      assertColour(pixels, 303, 155, 0xffffff);
    }
  }

  @Test
  void aZoneIsABrightLineBetweenDarkOnesThatIsClosed() throws Exception {
    Zone zone =
        new Zone(
            "yard",
            List.of(
                new Zone.Corner(0.2, 0.2),
                new Zone.Corner(0.8, 0.2),
                new Zone.Corner(0.8, 0.8),
                new Zone.Corner(0.2, 0.8)));

    try (DecodedPicture drawn =
            annotated("chelsea.jpg", scene(List.of(), new SceneRules(List.of(), List.of(zone))));
        UByteIndexer pixels = drawn.bgr().createIndexer()) {
      // The middles of the left, right and bottom sides; the last side joins the first corner.
      assertColour(pixels, 90, 150, 0xffffff);
      assertColour(pixels, 360, 150, 0xffffff);
      assertColour(pixels, 225, 239, 0xffffff);
      assertThat(pixels.get(150, 88, 1)).isLessThan(100);
    }
  }

  private static void assertColour(UByteIndexer pixels, int x, int y, int rgb) {
    int found = pixels.get(y, x, 2) << 16 | pixels.get(y, x, 1) << 8 | pixels.get(y, x, 0);
    assertThat(Integer.toHexString(found)).isEqualTo(Integer.toHexString(rgb));
  }

  @Test
  void leavesAPictureWithoutDetectionsAlone() throws Exception {
    ByteBuffer plain = Fixtures.format("rgb.png");
    byte[] annotated =
        PictureAnnotator.annotate(
                Fixtures.picture("chelsea.jpg"),
                scene(List.of()),
                PictureFormat.PNG,
                PictureLimits.DEFAULT)
            .encoded();

    assertThat(annotated.length).isGreaterThan(plain.remaining());
    try (DecodedPicture before = decode(Fixtures.picture("chelsea.jpg"));
        DecodedPicture after = decode(ByteBuffer.wrap(annotated));
        UByteIndexer a = before.bgr().createIndexer();
        UByteIndexer b = after.bgr().createIndexer()) {
      for (int i = 0; i < 300; i++) {
        assertThat(b.get(i, i, 1)).isEqualTo(a.get(i, i, 1));
      }
    }
  }

  @Test
  void enlargesAPictureThatIsTooSmallForLetters() throws Exception {
    Detection small = new Detection(15, "cat", 0.5f, new Box(10, 10, 40, 30));
    DrawnPicture drawn =
        PictureAnnotator.annotate(
            Fixtures.format("rgb.png"),
            scene(List.of(small)),
            PictureFormat.PNG,
            PictureLimits.DEFAULT);

    assertThat(drawn.scale()).isEqualTo(4);
    PictureHeader header =
        PictureHeader.read(ByteBuffer.wrap(drawn.encoded()), PictureLimits.DEFAULT);
    assertThat(header.width()).isEqualTo(4 * 96);
    assertThat(header.height()).isEqualTo(4 * 64);
  }

  @ParameterizedTest
  @CsvSource({"65501, 40", "40, 65501", "70000, 100", "100, 70000"})
  void scalesAPictureToWhatJpegCanHold(int width, int height) throws Exception {
    byte[] png =
        PictureEncoder.encode(new byte[3 * width * height], width, height, PictureFormat.PNG);
    Detection wide = new Detection(15, "cat", 0.5f, new Box(10, 10, width - 20, height - 20));

    DrawnPicture drawn =
        PictureAnnotator.annotate(
            ByteBuffer.wrap(png), scene(List.of(wide)), PictureFormat.JPEG, PictureLimits.DEFAULT);

    PictureHeader header =
        PictureHeader.read(ByteBuffer.wrap(drawn.encoded()), PictureLimits.DEFAULT);
    int longer = Math.max(width, height);
    assertThat(Math.max(header.width(), header.height())).isEqualTo(65_500);
    assertThat(drawn.scale()).isEqualTo(65_500.0 / longer);
    assertThat(Math.min(header.width(), header.height()))
        .isEqualTo(Math.round(Math.min(width, height) * drawn.scale()));
  }

  @Test
  void keepsTheSizeOfALongPictureWhereTheFormatHoldsIt() throws Exception {
    byte[] png = PictureEncoder.encode(new byte[3 * 65_501 * 16], 65_501, 16, PictureFormat.PNG);

    DrawnPicture drawn =
        PictureAnnotator.annotate(
            ByteBuffer.wrap(png), scene(List.of(CAT)), PictureFormat.PNG, PictureLimits.DEFAULT);

    assertThat(drawn.scale()).isEqualTo(1);
  }

  @Test
  void survivesBoxesAtAndBeyondTheEdges() throws Exception {
    List<Detection> odd =
        List.of(
            new Detection(0, "person", 1f, new Box(0, 0, 451, 300)),
            new Detection(79, "toothbrush", 0f, new Box(440, 290, 500, 500)),
            new Detection(3, "motorcycle", 0.5f, new Box(50, 50, -20, -10)));

    try (DecodedPicture drawn = annotated("chelsea.jpg", scene(odd))) {
      assertThat(drawn.width()).isEqualTo(451);
    }
  }

  private static Scene scene(List<Detection> detections) {
    return scene(detections, SceneRules.NONE);
  }

  private static Scene scene(List<Detection> detections, SceneRules rules) {
    return Scene.of(
        new DetectionQuery(0.5f, 100, null, Suppression.OF_MODEL, rules),
        new Detections(451, 300, detections, new StageTimes(0, 0, 0, 0)));
  }

  private static DecodedPicture annotated(String name, Scene scene) throws Exception {
    byte[] png =
        PictureAnnotator.annotate(
                Fixtures.picture(name), scene, PictureFormat.PNG, PictureLimits.DEFAULT)
            .encoded();
    return decode(ByteBuffer.wrap(png));
  }

  private static DecodedPicture decode(ByteBuffer picture) throws Exception {
    return PictureDecoder.decode(picture, PictureHeader.read(picture, PictureLimits.DEFAULT), 1);
  }
}
