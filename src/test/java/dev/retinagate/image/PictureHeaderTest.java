package dev.retinagate.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.retinagate.detection.PictureException;
import dev.retinagate.detection.PictureException.Reason;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PictureHeaderTest {

  @ParameterizedTest
  @CsvSource({
    "baseline.jpg, JPEG",
    "progressive.jpg, JPEG",
    "grey.jpg, JPEG",
    "cmyk.jpg, JPEG",
    "rgb.png, PNG",
    "grey.png, PNG",
    "grey16.png, PNG",
    "palette.png, PNG",
    "alpha.png, PNG",
    "lossy.webp, WEBP",
    "lossless.webp, WEBP",
    "alpha.webp, WEBP",
    "colour.bmp, BMP",
    "palette.bmp, BMP"
  })
  void tellsFormatAndSizeOfEveryVariant(String name, PictureFormat format) throws Exception {
    PictureHeader header = PictureHeader.read(Fixtures.format(name), PictureLimits.DEFAULT);

    assertThat(header).isEqualTo(new PictureHeader(format, 96, 64, Orientation.UPRIGHT));
  }

  @ParameterizedTest
  @CsvSource({
    "orientation-1.jpg, UPRIGHT, 96, 64",
    "orientation-2.jpg, MIRRORED, 96, 64",
    "orientation-3.jpg, TURNED_180, 96, 64",
    "orientation-4.jpg, FLIPPED, 96, 64",
    "orientation-5.jpg, TRANSPOSED, 64, 96",
    "orientation-6.jpg, TURN_CLOCKWISE, 64, 96",
    "orientation-7.jpg, TRANSVERSED, 64, 96",
    "orientation-8.jpg, TURN_COUNTERCLOCKWISE, 64, 96",
    "orientation-6.png, TURN_CLOCKWISE, 64, 96",
    "orientation-6.webp, TURN_CLOCKWISE, 64, 96"
  })
  void tellsTheOrientationAndTheUprightSize(
      String name, Orientation orientation, int width, int height) throws Exception {
    PictureHeader header = PictureHeader.read(Fixtures.format(name), PictureLimits.DEFAULT);

    assertThat(header.orientation()).isEqualTo(orientation);
    assertThat(header.uprightWidth()).isEqualTo(width);
    assertThat(header.uprightHeight()).isEqualTo(height);
  }

  @Test
  void refusesAnEmptyPicture() {
    assertThat(refusal(ByteBuffer.allocate(0)).reason()).isEqualTo(Reason.EMPTY);
  }

  @ParameterizedTest
  @ValueSource(strings = {"this is text, whatever it is called", "GIF89a", "B", "RIFF1234AVI "})
  void refusesWhatIsNoPictureOfAKnownFormat(String text) {
    ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));

    assertThat(refusal(bytes).reason()).isEqualTo(Reason.UNSUPPORTED_FORMAT);
  }

  @Test
  void refusesAnAnimatedWebp() {
    assertThat(refusal(Fixtures.format("animated.webp")).reason())
        .isEqualTo(Reason.UNSUPPORTED_FORMAT);
  }

  @Test
  void refusesMorePixelsThanAllowedByTheHeaderAlone() {
    PictureException refusal = refusal(Fixtures.format("bomb.png"));

    assertThat(refusal.reason()).isEqualTo(Reason.TOO_MANY_PIXELS);
    assertThat(refusal).hasMessageContaining("30000×30000").hasMessageContaining("50000000");
  }

  @Test
  void doesNotCountTheGroupsOfALosslessWebpWhosePixelsAreTooMuchWork() {
    ByteBuffer picture = Fixtures.format("lossless.webp").order(ByteOrder.LITTLE_ENDIAN);
    // Behind the signature both sides, less 1, in 14 bits each. The first transform comes twice.
    picture.putInt(21, 6_999 << 14 | 6_999).put(25, (byte) 0b101101);

    assertThat(refusal(picture, PictureLimits.DEFAULT.ofLightPictures()).reason())
        .isEqualTo(Reason.TOO_MUCH_WORK);
    assertThat(refusal(picture).reason()).isEqualTo(Reason.UNDECODABLE);
  }

  @Test
  void refusesASideShorterThanSixteenPixels() {
    assertThat(refusal(Fixtures.format("one-pixel.png")).reason()).isEqualTo(Reason.TOO_SMALL);
  }

  @ParameterizedTest
  @ValueSource(strings = {"baseline.jpg", "rgb.png", "lossless.webp", "alpha.webp", "colour.bmp"})
  void refusesEveryHeaderThatIsCutShort(String name) {
    ByteBuffer whole = Fixtures.format(name);
    // The longest signature has 12 bytes; the shortest header ends after 26.
    for (int length = 12; length < 24; length++) {
      assertThat(refusal(whole.slice(0, length)).reason()).isEqualTo(Reason.UNDECODABLE);
    }
  }

  @Test
  void takesAPictureWithADamagedExifBlockAsStored() throws Exception {
    ByteBuffer picture = Fixtures.format("orientation-6.jpg");
    int tiff = indexOf(picture, "Exif\0\0") + 6;
    picture.putInt(tiff + 4, Integer.MAX_VALUE);

    PictureHeader header = PictureHeader.read(picture, PictureLimits.DEFAULT);

    assertThat(header.orientation()).isEqualTo(Orientation.UPRIGHT);
  }

  @Test
  void leavesTheBufferAsItWas() throws Exception {
    ByteBuffer picture = Fixtures.format("baseline.jpg");
    int remaining = picture.remaining();

    PictureHeader.read(picture, PictureLimits.DEFAULT);

    assertThat(picture.position()).isZero();
    assertThat(picture.remaining()).isEqualTo(remaining);
  }

  private static PictureException refusal(ByteBuffer picture) {
    return refusal(picture, PictureLimits.DEFAULT);
  }

  private static PictureException refusal(ByteBuffer picture, PictureLimits limits) {
    return catchThrowableOfType(PictureException.class, () -> PictureHeader.read(picture, limits));
  }

  private static int indexOf(ByteBuffer bytes, String text) {
    String all = StandardCharsets.ISO_8859_1.decode(bytes.duplicate()).toString();
    return all.indexOf(text);
  }
}
