package dev.retinagate.image.sweep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.retinagate.detection.PictureException;
import dev.retinagate.detection.PictureException.Reason;
import dev.retinagate.image.DecodedPicture;
import dev.retinagate.image.PictureDecoder;
import dev.retinagate.image.PictureHeader;
import dev.retinagate.image.PictureLimits;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is refused before it is decoded, since decoding it would cost too much, and what is not. */
class PictureWorkTest {

  private static final int[] RGB = {2, 8};

  @Test
  void aSmallFileOfThousandsOfScansIsRefusedForThem() {
    PictureException refusal = refusal(empty(7071, 7071, Jpeg.grey(), 9_000));

    assertThat(refusal.reason()).isEqualTo(Reason.TOO_MUCH_WORK);
    assertThat(refusal)
        .hasMessageContaining("JPEG of at least")
        .hasMessageContaining("scans")
        .hasMessageContaining("150 are allowed")
        .hasMessageEndingWith("save it as an ordinary JPEG, or smaller.");
  }

  @Test
  void scansOfASmallPictureCostLittle() {
    assertThatCode(() -> read(empty(320, 240, Jpeg.grey(), 300))).doesNotThrowAnyException();
  }

  @Test
  void theLargestPictureMayBeProgressiveAsEncodersMakeIt() {
    assertThatCode(() -> read(empty(8160, 6120, Jpeg.colour420(), 3))).doesNotThrowAnyException();
  }

  @Test
  void theDecodersMemoryCounts() {
    PictureException refusal = refusal(empty(8160, 6120, Jpeg.colour444(), 1));

    assertThat(refusal.reason()).isEqualTo(Reason.TOO_MUCH_WORK);
    assertThat(refusal).hasMessageContaining("MB of memory, and 320 are allowed");
  }

  @Test
  void lessMayBeAllowed() {
    byte[] jpeg = empty(2000, 1000, Jpeg.grey(), 1);
    PictureLimits strict = new PictureLimits(50_000_000, 1);

    PictureException refusal =
        catchThrowableOfType(
            PictureException.class, () -> PictureHeader.read(ByteBuffer.wrap(jpeg), strict));

    assertThat(refusal.reason()).isEqualTo(Reason.TOO_MUCH_WORK);
  }

  @ParameterizedTest
  @CsvSource({"65501, 16", "16, 65501", "65535, 20"})
  void aSideThatLibjpegDoesNotTakeIsToldAsItsLimit(int width, int height) {
    PictureException refusal = refusal(empty(width, height, Jpeg.grey(), 1));

    assertThat(refusal.reason()).isEqualTo(Reason.BEYOND_DECODER);
    assertThat(refusal).hasMessageContaining("65500");
  }

  @ParameterizedTest
  @CsvSource({
    "0xc1, 12, '12 bits'",
    "0xc3, 8, lossless",
    "0xc5, 8, hierarchical",
    "0xc9, 8, arithmetic",
    "0xca, 8, arithmetic",
    "0xcb, 8, lossless",
    "0xde, 8, hierarchical"
  })
  void kindsOfJpegThatAreNotDecodedAreNamed(String marker, int bits, String word) {
    byte[] jpeg =
        new Jpeg(64, 48, Jpeg.grey())
            .divisors()
            .frame(Integer.decode(marker), bits)
            .table(true, 0)
            .table(false, Jpeg.EOB)
            .scan(0, 63, 0, 0, 0)
            .data(Jpeg::flat, 0)
            .end();

    PictureException refusal = refusal(jpeg);

    assertThat(refusal.reason()).isEqualTo(Reason.BEYOND_DECODER);
    assertThat(refusal).hasMessageContaining(word);
  }

  @ParameterizedTest
  @CsvSource({"0, UNDECODABLE", "1, UNDECODABLE", "2, UNDECODABLE"})
  void aProgressiveJpegThatLacksScansIsDamaged(int missing, Reason reason) {
    Jpeg jpeg =
        new Jpeg(64, 48, Jpeg.colour420()).divisors().frame(Jpeg.PROGRESSIVE).table(true, 0);
    jpeg.scan(0, 0, 0, 0, 0, 1, 2).data(block -> block.bits(0, 1), 0, 1, 2);
    jpeg.table(false, Jpeg.EOB_RUN);
    for (int component = 0; component < 3; component++) {
      if (component != missing) {
        jpeg.scan(1, 63, 0, 0, component).emptyBlocks(component);
      }
    }
    byte[] bytes = jpeg.end();

    assertThat(refusal(bytes).reason()).isEqualTo(reason);
  }

  @Test
  void dataBehindTheRowsOfAPngAreNotInflatedWithoutEnd() {
    PngPictures.all().stream()
        .filter(picture -> picture.name().equals("zeros behind the rows 640x480"))
        .forEach(
            picture -> {
              PictureException refusal =
                  catchThrowableOfType(
                      PictureException.class, () -> decode(picture.bytes().get()).close());
              assertThat(refusal.reason()).isEqualTo(Reason.UNDECODABLE);
            });
  }

  @Test
  void aPngWhoseEndAloneIsMissingIsShown() throws Exception {
    byte[] whole = PngPictures.png(64, 48, RGB, 0, PngPictures.rows(64, 48));
    byte[] endless = java.util.Arrays.copyOf(whole, whole.length - 12);

    try (DecodedPicture picture = decode(endless)) {
      assertThat(picture.width()).isEqualTo(64);
    }
  }

  @Test
  void groupsOfCodesOfALosslessWebpCount() {
    PictureException refusal = refusal(WebpPictures.lossless(1024, 1024, 2, 65_536, false));

    assertThat(refusal.reason()).isEqualTo(Reason.TOO_MUCH_WORK);
    assertThat(refusal).hasMessageContaining("65536 groups of codes");
    assertThatCode(() -> read(WebpPictures.lossless(1024, 1024, 2, 500, false)))
        .doesNotThrowAnyException();
  }

  private static byte[] empty(int width, int height, int[][] sampling, int scans) {
    return ProgressivePictures.emptyScans(width, height, sampling, scans);
  }

  private static PictureHeader read(byte[] bytes) throws PictureException {
    return PictureHeader.read(ByteBuffer.wrap(bytes), PictureLimits.DEFAULT);
  }

  private static DecodedPicture decode(byte[] bytes) throws PictureException {
    return PictureDecoder.decode(ByteBuffer.wrap(bytes), read(bytes), 1);
  }

  private static PictureException refusal(byte[] bytes) {
    return catchThrowableOfType(PictureException.class, () -> read(bytes));
  }
}
