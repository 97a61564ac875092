package dev.retinagate.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.retinagate.detection.Box;
import dev.retinagate.detection.Detection;
import dev.retinagate.detection.DetectionQuery;
import dev.retinagate.detection.Detections;
import dev.retinagate.detection.Detector;
import dev.retinagate.engine.MxnetEnvironment;
import dev.retinagate.image.PictureEncoder;
import dev.retinagate.image.PictureFormat;
import dev.retinagate.image.PictureLimits;
import java.awt.image.BufferedImage;
import java.io.File;
import java.nio.ByteBuffer;
import javax.imageio.ImageIO;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Int8 finds with fewer rows what fp32 finds with the square. */
@TestInstance(Lifecycle.PER_CLASS)
class InputSizesIT {

  private static final File ASTRONAUT = new File("src/test/resources/pictures/astronaut.jpg");
  private static final Offset<Double> TOLERANCE = Offset.offset(0.15);

  private Detector fp32;
  private Detector int8;

  @BeforeAll
  void open() {
    MxnetEnvironment.prepare(1);
    fp32 = detector(Precision.FP32);
    int8 = detector(Precision.INT8);
  }

  @AfterAll
  void close() {
    fp32.close();
    int8.close();
  }

  /** Some come again, since the sessions of the sizes share their parameters. */
  @ParameterizedTest
  @CsvSource({"512, 512", "512, 384", "512, 288", "384, 512", "288, 512", "512, 512", "512, 384"})
  void findsTheAstronautWhereFp32DoesInEachPartOfThePicture(int width, int height)
      throws Exception {
    ByteBuffer part = part(width, height);

    Detection expected = person(fp32.detect(part.duplicate(), DetectionQuery.of(0.1f, 50)));
    Detection found = person(int8.detect(part.duplicate(), DetectionQuery.of(0.1f, 50)));

    assertThat((double) found.score()).isCloseTo(expected.score(), TOLERANCE);
    assertThat(overlap(found.box(), expected.box())).isGreaterThan(0.8);
  }

  private static Detector detector(Precision precision) {
    return DetectorFamilies.detectorsOnAnyProcessor(
            ModelRepository.builtIn(), new DetectorSettings(PictureLimits.DEFAULT).with(precision))
        .create();
  }

  private static Detection person(Detections detections) {
    return detections.found().stream()
        .filter(detection -> detection.label().equals("person"))
        .findFirst()
        .orElseThrow();
  }

  /** Cut from the top, with the head in it. */
  private static ByteBuffer part(int width, int height) throws Exception {
    BufferedImage picture = ImageIO.read(ASTRONAUT);
    byte[] bgr = new byte[3 * width * height];
    int left = Math.min(120, picture.getWidth() - width);
    for (int i = 0; i < width * height; i++) {
      int rgb = picture.getRGB(left + i % width, i / width);
      bgr[3 * i] = (byte) rgb;
      bgr[3 * i + 1] = (byte) (rgb >> 8);
      bgr[3 * i + 2] = (byte) (rgb >> 16);
    }
    return ByteBuffer.wrap(PictureEncoder.encode(bgr, width, height, PictureFormat.PNG));
  }

  private static double overlap(Box a, Box b) {
    double width = Math.min(a.right(), b.right()) - Math.max(a.x(), b.x());
    double height = Math.min(a.bottom(), b.bottom()) - Math.max(a.y(), b.y());
    double shared = Math.max(0, width) * Math.max(0, height);
    return shared / (area(a) + area(b) - shared);
  }

  private static double area(Box box) {
    return (box.right() - box.x()) * (box.bottom() - box.y());
  }
}
