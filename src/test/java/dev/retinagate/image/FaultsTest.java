package dev.retinagate.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.retinagate.detection.PictureException;
import dev.retinagate.detection.PictureException.Reason;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Files that were once answered wrongly, by their number in ../shared/data/faults. */
class FaultsTest {

  private static final Path FAULTS = Path.of("..", "shared", "data", "faults");

  @ParameterizedTest
  @CsvSource({
    "F01-many-scans.jpg.gz, TOO_MUCH_WORK",
    "F04-cut-to-10-percent-then-end-marker.jpg, UNDECODABLE",
    "F04-two-frames-glued-first-cut.jpg, UNDECODABLE",
    "F12-text-that-begins-with-BM.txt, UNSUPPORTED_FORMAT",
    "F13-1048577x16.png, BEYOND_DECODER"
  })
  void refusesWhatCannotBeShown(String name, Reason reason) {
    PictureException refusal = catchThrowableOfType(PictureException.class, () -> decode(name));

    assertThat(refusal).isNotNull();
    assertThat(refusal.reason()).isEqualTo(reason);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "F11-18-stray-bytes-between-segments.jpg",
        "F11-no-end-marker-then-phone-trailer.jpg",
        "F02-65501x16.png",
        "astronaut.jpg",
        "cat.jpg"
      })
  void decodesWhatEveryViewerShows(String name) throws Exception {
    try (DecodedPicture picture = decode(name)) {
      assertThat(picture.width()).isPositive();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"F03-exif6-split-over-two-segments.jpg.gz", "F03-exif6-then-app-exif.jpg"})
  void takesTheFirstOrientation(String name) throws Exception {
    assertThat(PictureHeader.read(read(name), PictureLimits.DEFAULT).orientation())
        .isEqualTo(Orientation.TURN_CLOCKWISE);
  }

  private static DecodedPicture decode(String name) throws IOException, PictureException {
    ByteBuffer picture = read(name);
    return PictureDecoder.decode(picture, PictureHeader.read(picture, PictureLimits.DEFAULT), 1);
  }

  private static ByteBuffer read(String name) throws IOException {
    Path file = FAULTS.resolve(name);
    assumeTrue(Files.exists(file), file + " is not there");
    try (InputStream in = Files.newInputStream(file)) {
      InputStream unpacked = name.endsWith(".gz") ? new GZIPInputStream(in) : in;
      return ByteBuffer.wrap(unpacked.readAllBytes());
    }
  }
}
