package dev.retinagate.modeltools.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.retinagate.image.PictureHeader;
import dev.retinagate.image.PictureLimits;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

class SyntheticPictureTest {

  private static final int KIB = 1024;

  @Test
  void weighsAsMuchAsAPhotograph() {
    assertThat(SyntheticPicture.jpeg(640, 480).remaining()).isBetween(100 * KIB, 160 * KIB);
  }

  @Test
  void isTheSameEachTime() {
    assertThat(SyntheticPicture.jpeg(320, 200)).isEqualTo(SyntheticPicture.jpeg(320, 200));
  }

  @Test
  void hasTheSizeAskedFor() throws Exception {
    ByteBuffer picture = SyntheticPicture.jpeg(333, 77);
    PictureHeader header = PictureHeader.read(picture, PictureLimits.DEFAULT);
    assertThat(header.width()).isEqualTo(333);
    assertThat(header.height()).isEqualTo(77);
  }
}
