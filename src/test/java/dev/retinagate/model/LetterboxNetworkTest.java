package dev.retinagate.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.retinagate.image.Orientation;
import dev.retinagate.image.PictureFormat;
import dev.retinagate.image.PictureHeader;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LetterboxNetworkTest {

  private static final int SIDE = 416;

  @ParameterizedTest
  @CsvSource({
    "640, 480, 1",
    "1039, 800, 1",
    "1040, 800, 2",
    "800, 1040, 2",
    "1280, 720, 2",
    "2079, 1080, 2",
    "2080, 1080, 4",
    "4000, 3000, 4",
    "4160, 3000, 8",
    "16000, 3000, 8"
  })
  void decodesJpegsAtAFractionThatIsStillShrunk(int width, int height, int reduction) {
    assertThat(reductionOf(PictureFormat.JPEG, width, height)).isEqualTo(reduction);
  }

  @ParameterizedTest
  @CsvSource({"PNG", "WEBP", "BMP"})
  void decodesOtherFormatsWhole(PictureFormat format) {
    assertThat(reductionOf(format, 4160, 3000)).isEqualTo(1);
  }

  private static int reductionOf(PictureFormat format, int width, int height) {
    return NanoDetNetwork.asPublished(SIDE, List.of(8, 16, 32), 11)
        .reduction(new PictureHeader(format, width, height, Orientation.UPRIGHT));
  }
}
