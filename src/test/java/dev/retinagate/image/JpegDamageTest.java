package dev.retinagate.image;

import static org.assertj.core.api.Assertions.assertThat;

import dev.retinagate.detection.PictureException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Damage is what libjpeg reports, which the JDK's reader passes on as warnings; it is slower and
 * older than the decoder's, and only a witness here.
 */
class JpegDamageTest {

  private static final int START_OF_SCAN = 0xda;
  private static final int MUTANTS_PER_KIND = 100;

  /** How a file may be damaged behind its first scan header. */
  private enum Damage {
    FLIPPED_BIT,
    ZEROED,
    LOST,
    INSERTED,
    CUT_AND_ENDED;

    byte[] of(byte[] file, Random random) {
      int from = firstData(file);
      int at = from + random.nextInt(file.length - 3 - from);
      int length = 1 + random.nextInt(Math.min(300, file.length - 2 - at));
      byte[] damaged = file.clone();
      switch (this) {
        case FLIPPED_BIT -> damaged[at] ^= (byte) (1 << random.nextInt(8));
        case ZEROED -> Arrays.fill(damaged, at, at + length, (byte) 0);
        case LOST -> damaged = spliced(file, at, at + length, new byte[0]);
        case INSERTED -> damaged = spliced(file, at, at, bytesWithoutMarkers(length, random));
        case CUT_AND_ENDED ->
            damaged = spliced(file, at, file.length, new byte[] {-1, (byte) 0xd9});
      }
      return damaged;
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"baseline.jpg", "progressive.jpg", "grey.jpg", "cmyk.jpg"})
  void whatLibjpegReportsIsRefused(String name) throws IOException {
    byte[] file = Fixtures.format(name).array();
    assertThat(isRefused(file)).isFalse();
    Random random = new Random(name.hashCode());
    int reported = 0;
    for (Damage damage : Damage.values()) {
      for (int i = 0; i < MUTANTS_PER_KIND; i++) {
        byte[] mutant = damage.of(file, random);
        boolean refused = isRefused(mutant);
        if (libjpegReportsLoss(mutant)) {
          reported++;
          assertThat(refused).as("%s of %s, mutant %d", damage, name, i).isTrue();
        }
      }
    }
    assertThat(reported).isGreaterThan(MUTANTS_PER_KIND);
  }

  @ParameterizedTest
  @ValueSource(strings = {"baseline.jpg", "progressive.jpg", "grey.jpg", "cmyk.jpg"})
  void strayBytesBetweenSegmentsChangeNothing(String name) throws Exception {
    byte[] file = Fixtures.format(name).array();
    Random random = new Random(name.hashCode());
    byte[] expected = pixels(file);
    for (int boundary : boundaries(file)) {
      byte[] stray = bytesWithoutMarkers(1 + random.nextInt(40), random);

      assertThat(pixels(spliced(file, boundary, boundary, stray))).isEqualTo(expected);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"baseline.jpg", "progressive.jpg", "grey.jpg", "cmyk.jpg"})
  void whatFollowsTheDataDoesNotMatterNorTheEndMarker(String name) throws Exception {
    byte[] file = Fixtures.format(name).array();
    byte[] endless = Arrays.copyOf(file, file.length - 2);
    byte[] expected = pixels(file);
    byte[] text = "Image_UTC_Data1456000000000 SEFT".repeat(20).getBytes(StandardCharsets.US_ASCII);
    Random random = new Random(name.hashCode());
    byte[] noise = new byte[3000];
    random.nextBytes(noise);
    for (byte[] trailer : List.of(new byte[0], new byte[5000], text, file, endless, noise)) {
      assertThat(pixels(joined(file, trailer))).isEqualTo(expected);
    }
    for (byte[] trailer : List.of(new byte[0], new byte[5000], text, file, endless)) {
      assertThat(pixels(joined(endless, trailer))).isEqualTo(expected);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"baseline.jpg", "progressive.jpg", "rgb.png", "lossy.webp", "colour.bmp"})
  void thePixelsAreThoseThatTheHeaderAnnouncesOrThereAreNone(String name) {
    byte[] file = Fixtures.format(name).array();
    Random random = new Random(name.hashCode());
    int decoded = 0;
    for (int i = 0; i < 1_000; i++) {
      byte[] mutant = file.clone();
      for (int change = 0; change <= random.nextInt(3); change++) {
        mutant[random.nextInt(Math.min(700, mutant.length))] = (byte) random.nextInt(256);
      }
      ByteBuffer picture = ByteBuffer.wrap(mutant);
      try {
        PictureHeader header = PictureHeader.read(picture, PictureLimits.DEFAULT);
        try (DecodedPicture pixels = PictureDecoder.decode(picture, header, 1)) {
          assertThat(pixels.width()).isEqualTo(header.uprightWidth());
          assertThat(pixels.height()).isEqualTo(header.uprightHeight());
          decoded++;
        }
      } catch (PictureException e) {
        assertThat(e.getMessage()).isNotBlank();
      }
    }
    assertThat(decoded).isPositive();
  }

  @Test
  void aFrameHiddenBehindAMarkerWithoutLengthIsTheOneThatCounts() throws Exception {
    byte[] file = Fixtures.format("baseline.jpg").array();
    byte[] hidden = spliced(file, 2, 2, new byte[] {-1, 1});

    PictureHeader header = PictureHeader.read(ByteBuffer.wrap(hidden), PictureLimits.DEFAULT);

    assertThat(header.width()).isEqualTo(96);
    assertThat(pixels(hidden)).isEqualTo(pixels(file));
  }

  private static boolean isRefused(byte[] file) {
    try {
      pixels(file);
      return false;
    } catch (PictureException e) {
      return true;
    }
  }

  private static byte[] pixels(byte[] file) throws PictureException {
    ByteBuffer picture = ByteBuffer.wrap(file);
    PictureHeader header = PictureHeader.read(picture, PictureLimits.DEFAULT);
    try (DecodedPicture decoded = PictureDecoder.decode(picture, header, 1)) {
      byte[] pixels = new byte[3 * decoded.width() * decoded.height()];
      decoded.bgr().data().get(pixels);
      return pixels;
    }
  }

  /** Bytes that are too many are no loss; all else that is reported is. */
  private static boolean libjpegReportsLoss(byte[] file) throws IOException {
    ImageReader reader = ImageIO.getImageReadersByFormatName("jpeg").next();
    List<String> warnings = new ArrayList<>();
    reader.addIIOReadWarningListener((source, warning) -> warnings.add(warning));
    try (var in = ImageIO.createImageInputStream(new ByteArrayInputStream(file))) {
      reader.setInput(in, false, true);
      reader.readRaster(0, null);
    } catch (IOException | RuntimeException e) {
      // Also for what is sound and only not known to this reader.
      return false;
    } finally {
      reader.dispose();
    }
    return warnings.stream()
        .anyMatch(
            warning ->
                warning.contains("premature")
                    || warning.contains("bad Huffman")
                    || warning.contains("instead of RST")
                    || warning.contains("Inconsistent"));
  }

  private static int firstData(byte[] file) {
    int at = 2;
    while ((file[at + 1] & 0xff) != START_OF_SCAN) {
      at += 2 + length(file, at);
    }
    return at + 2 + length(file, at);
  }

  /** Where a segment begins, and the end marker. */
  private static List<Integer> boundaries(byte[] file) {
    List<Integer> boundaries = new ArrayList<>();
    int at = 2;
    while ((file[at + 1] & 0xff) != START_OF_SCAN) {
      boundaries.add(at);
      at += 2 + length(file, at);
    }
    boundaries.add(at);
    boundaries.add(file.length - 2);
    return boundaries;
  }

  private static int length(byte[] file, int at) {
    return (file[at + 2] & 0xff) << 8 | (file[at + 3] & 0xff);
  }

  private static byte[] bytesWithoutMarkers(int length, Random random) {
    byte[] bytes = new byte[length];
    for (int i = 0; i < length; i++) {
      bytes[i] = (byte) random.nextInt(0xff);
    }
    return bytes;
  }

  private static byte[] spliced(byte[] file, int from, int to, byte[] between) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(file, 0, from);
    out.writeBytes(between);
    out.write(file, to, file.length - to);
    return out.toByteArray();
  }

  private static byte[] joined(byte[] first, byte[] second) {
    return spliced(first, first.length, first.length, second);
  }
}
