package dev.retinagate.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

class PictureCopyTest {

  /** A picture whose bytes are 0, 1, 2… */
  private record Counting(int length) implements PictureBytes {

    @Override
    public void copyTo(ByteBuffer target) {
      for (int i = 0; i < length; i++) {
        target.put((byte) i);
      }
    }
  }

  @Test
  void hasThePictureFromPositionToLimitOffTheHeap() {
    try (PictureCopy copy = PictureCopy.of(new Counting(100))) {
      assertThat(copy.bytes().isDirect()).isTrue();
      assertThat(copy.bytes().remaining()).isEqualTo(100);
      assertThat(copy.bytes().get(99)).isEqualTo((byte) 99);
    }
  }

  @Test
  void isEmptyForAnEmptyPicture() {
    try (PictureCopy copy = PictureCopy.of(new Counting(0))) {
      assertThat(copy.bytes().hasRemaining()).isFalse();
    }
  }

  @Test
  void givesItsMemoryBackOnce() {
    PictureCopy copy = PictureCopy.of(new Counting(1));
    copy.close();

    assertThatThrownBy(copy::close).isInstanceOf(IllegalStateException.class);
  }
}
