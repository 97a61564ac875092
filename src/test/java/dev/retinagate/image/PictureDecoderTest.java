package dev.retinagate.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.retinagate.detection.PictureException;
import dev.retinagate.detection.PictureException.Reason;
import java.nio.ByteBuffer;
import org.bytedeco.javacpp.indexer.UByteIndexer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PictureDecoderTest {

  private static final int BLUE = 0;
  private static final int GREEN = 1;
  private static final int RED = 2;

  @ParameterizedTest
  @CsvSource({
    "baseline.jpg, 6",
    "progressive.jpg, 6",
    "cmyk.jpg, 12",
    "palette.png, 12",
    "alpha.png, 0",
    "lossy.webp, 8",
    "lossless.webp, 0",
    "alpha.webp, 0",
    "colour.bmp, 0",
    "palette.bmp, 12",
    "orientation-1.jpg, 6"
  })
  void decodesEveryVariantToTheSamePicture(String name, double tolerance) throws Exception {
    try (DecodedPicture expected = decode("rgb.png");
        DecodedPicture found = decode(name)) {
      assertThat(meanDifference(found, expected)).isLessThanOrEqualTo(tolerance);
    }
  }

  @ParameterizedTest
  @CsvSource({"grey.jpg, 6", "grey.png, 1", "grey16.png, 1"})
  void decodesGreyToEqualChannels(String name, double tolerance) throws Exception {
    try (DecodedPicture colour = decode("rgb.png");
        DecodedPicture grey = decode(name);
        UByteIndexer pixels = grey.bgr().createIndexer();
        UByteIndexer colours = colour.bgr().createIndexer()) {
      for (int y = 0; y < grey.height(); y += 7) {
        for (int x = 0; x < grey.width(); x += 7) {
          int value = pixels.get(y, x, GREEN);
          assertThat(pixels.get(y, x, BLUE)).isEqualTo(value);
          assertThat(pixels.get(y, x, RED)).isEqualTo(value);
          // Luma weights of ITU-R BT.601, which Pillow used.
          double luma =
              0.299 * colours.get(y, x, RED)
                  + 0.587 * colours.get(y, x, GREEN)
                  + 0.114 * colours.get(y, x, BLUE);
          assertThat((double) value).isBetween(luma - 5 * tolerance, luma + 5 * tolerance);
        }
      }
    }
  }

  /** Where the stored picture's pixel (x, y) of 96 × 64 is in the upright one. */
  @ParameterizedTest
  @CsvSource({
    "orientation-2.jpg, 85, 20",
    "orientation-3.jpg, 85, 43",
    "orientation-4.jpg, 10, 43",
    "orientation-5.jpg, 20, 10",
    "orientation-6.jpg, 43, 10",
    "orientation-7.jpg, 43, 85",
    "orientation-8.jpg, 20, 85",
    "orientation-6.png, 43, 10",
    "orientation-6.webp, 43, 10"
  })
  void turnsThePictureUpright(String name, int x, int y) throws Exception {
    try (DecodedPicture stored = decode("rgb.png");
        DecodedPicture upright = decode(name);
        UByteIndexer before = stored.bgr().createIndexer();
        UByteIndexer after = upright.bgr().createIndexer()) {
      for (int channel = BLUE; channel <= RED; channel++) {
        assertThat(after.get(y, x, channel))
            .isBetween(before.get(20, 10, channel) - 20, before.get(20, 10, channel) + 20);
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"2, 48, 32", "4, 24, 16", "8, 12, 8"})
  void decodesJpegAtAFractionOfItsSize(int reduction, int width, int height) throws Exception {
    ByteBuffer picture = Fixtures.format("baseline.jpg");
    PictureHeader header = PictureHeader.read(picture, PictureLimits.DEFAULT);

    try (DecodedPicture reduced = PictureDecoder.decode(picture, header, reduction)) {
      assertThat(reduced.width()).isEqualTo(width);
      assertThat(reduced.height()).isEqualTo(height);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "truncated.jpg",
        "truncated-progressive.jpg",
        "truncated-rgb.png",
        "truncated-lossy.webp",
        "truncated-colour.bmp",
        "wrong-crc.png"
      })
  void refusesDamagedPictures(String name) {
    PictureException refusal = catchThrowableOfType(PictureException.class, () -> decode(name));

    assertThat(refusal.reason()).isEqualTo(Reason.UNDECODABLE);
    assertThat(refusal.getStackTrace()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"baseline.jpg", "progressive.jpg"})
  void refusesAJpegCutAnywhere(String name) {
    ByteBuffer whole = Fixtures.format(name);
    for (int length = 100; length < whole.remaining() - 1; length += 37) {
      ByteBuffer cut = whole.slice(0, length);
      PictureException refusal =
          catchThrowableOfType(
              PictureException.class,
              () ->
                  PictureDecoder.decode(cut, PictureHeader.read(cut, PictureLimits.DEFAULT), 1)
                      .close());
      assertThat(refusal).as("%s cut at %d", name, length).isNotNull();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"baseline.jpg", "progressive.jpg"})
  void decodesAJpegWithBytesBehindItsEnd(String name) throws Exception {
    ByteBuffer whole = Fixtures.format(name);
    ByteBuffer longer = ByteBuffer.allocate(whole.remaining() + 1000).put(whole);
    longer.clear();

    try (DecodedPicture decoded =
        PictureDecoder.decode(longer, PictureHeader.read(longer, PictureLimits.DEFAULT), 1)) {
      assertThat(decoded.width()).isEqualTo(96);
    }
  }

  @Test
  void decodesFromABufferThatIsPartOfAnother() throws Exception {
    ByteBuffer picture = Fixtures.format("baseline.jpg");
    ByteBuffer larger = ByteBuffer.allocateDirect(picture.remaining() + 10);
    larger.position(5).put(picture.duplicate()).flip().position(5);

    PictureHeader header = PictureHeader.read(larger, PictureLimits.DEFAULT);
    try (DecodedPicture decoded = PictureDecoder.decode(larger, header, 1);
        DecodedPicture expected = decode("baseline.jpg")) {
      assertThat(meanDifference(decoded, expected)).isZero();
      assertThat(larger.position()).isEqualTo(5);
    }
  }

  private static DecodedPicture decode(String name) throws PictureException {
    ByteBuffer picture = Fixtures.format(name);
    return PictureDecoder.decode(picture, PictureHeader.read(picture, PictureLimits.DEFAULT), 1);
  }

  private static double meanDifference(DecodedPicture a, DecodedPicture b) {
    assertThat(a.width()).isEqualTo(b.width());
    assertThat(a.height()).isEqualTo(b.height());
    long sum = 0;
    try (UByteIndexer first = a.bgr().createIndexer();
        UByteIndexer second = b.bgr().createIndexer()) {
      for (int y = 0; y < a.height(); y++) {
        for (int x = 0; x < a.width(); x++) {
          for (int channel = BLUE; channel <= RED; channel++) {
            sum += Math.abs(first.get(y, x, channel) - second.get(y, x, channel));
          }
        }
      }
    }
    return sum / (3.0 * a.width() * a.height());
  }
}
