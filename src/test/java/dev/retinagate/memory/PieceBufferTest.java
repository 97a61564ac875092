package dev.retinagate.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.retinagate.memory.PieceBuffer.Appended;
import io.netty.util.IllegalReferenceCountException;
import io.vertx.core.buffer.Buffer;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PieceBufferTest {

  private static final int MIB = 1 << 20;

  private long reserved;
  private long room = 64L * MIB;
  private PieceBuffer buffer = announced(-1);

  private PieceBuffer announced(long length) {
    return new PieceBuffer(
        20L * MIB,
        length,
        bytes -> {
          boolean fits = bytes <= room;
          if (fits) {
            reserved = bytes;
          }
          return fits;
        });
  }

  @AfterEach
  void giveBack() {
    buffer.clear();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 16 << 10, (16 << 10) + 1, 3 * MIB + 12_345})
  void givesBackWhatCameInWhateverPieces(int length) {
    byte[] body = random(length);
    for (int at = 0; at < length; ) {
      int chunk = Math.min(length - at, 1 + at % 65_536);
      assertThat(buffer.append(Buffer.buffer(Arrays.copyOfRange(body, at, at + chunk))))
          .isEqualTo(Appended.OK);
      at += chunk;
    }

    assertThat(buffer.size()).isEqualTo(length);
    assertThat(copy(buffer.slice(0, length))).isEqualTo(body);
  }

  /** As when a form's reader holds bytes back: what is reserved is not all appended. */
  @Test
  void leavesNoHoleWhereMoreWasReservedThanAppended() {
    byte[] body = random(32_844);

    // The second piece is made while the first is empty, the third before the first is full.
    for (int[] step : new int[][] {{16_384, 0}, {16_388, 16_000}, {16_844, 16_844}}) {
      assertThat(buffer.reserve(step[0])).isTrue();
      buffer.append(ByteBuffer.wrap(body, buffer.size(), step[1]));
    }

    assertThat(buffer.size()).isEqualTo(body.length);
    assertThat(copy(buffer.slice(0, body.length))).isEqualTo(body);
  }

  @Test
  void aSliceMayBeginAndEndAnywhere() {
    byte[] body = random(200_000);
    buffer.append(Buffer.buffer(body));
    buffer.append(Buffer.buffer(body));

    for (int[] ends : new int[][] {{0, 1}, {16_383, 16_385}, {150_000, 399_999}, {7, 7}}) {
      byte[] expected = new byte[ends[1] - ends[0]];
      for (int i = 0; i < expected.length; i++) {
        expected[i] = body[(ends[0] + i) % body.length];
      }
      assertThat(copy(buffer.slice(ends[0], ends[1]))).isEqualTo(expected);
    }
  }

  @Test
  void reservesWhatHasComeAndNoMoreThanWasAnnounced() {
    buffer = announced(100_000);
    buffer.append(Buffer.buffer(new byte[10]));
    assertThat(reserved).isEqualTo(PieceBuffer.FIRST_BYTES);
    buffer.append(Buffer.buffer(new byte[50_000]));
    assertThat(reserved).isBetween(50_010L, 100_000L);
    buffer.append(Buffer.buffer(new byte[49_990]));
    assertThat(reserved).isEqualTo(100_000);
  }

  @Test
  void takesNothingThatIsTooMuch() {
    room = 30_000;
    assertThat(buffer.append(Buffer.buffer(new byte[20_000]))).isEqualTo(Appended.OK);
    assertThat(buffer.append(Buffer.buffer(new byte[20_000]))).isEqualTo(Appended.NO_BYTES);
    assertThat(buffer.append(Buffer.buffer(new byte[20 * MIB]))).isEqualTo(Appended.TOO_LARGE);
    assertThat(buffer.size()).isEqualTo(20_000);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 16 << 10, (16 << 10) + 1, 3 * MIB + 12_345})
  void appendsWhatWasReservedAcrossPieces(int length) {
    byte[] body = random(length);
    for (int at = 0; at < length; ) {
      int chunk = Math.min(length - at, 1 + at % 65_536);
      ByteBuffer bytes = ByteBuffer.wrap(body, at, chunk).asReadOnlyBuffer();
      assertThat(buffer.reserve(chunk)).isTrue();
      buffer.append(bytes);
      assertThat(bytes.remaining()).isZero();
      at += chunk;
    }

    assertThat(copy(buffer.slice(0, length))).isEqualTo(body);
  }

  @Test
  void reservesRoomThatSeveralAppendsMayUse() {
    assertThat(buffer.reserve(10)).isTrue();
    assertThat(reserved).isEqualTo(PieceBuffer.FIRST_BYTES);
    buffer.append(ByteBuffer.allocate(6));
    buffer.append(ByteBuffer.allocate(4));
    assertThat(buffer.size()).isEqualTo(10);
    assertThat(reserved).isEqualTo(PieceBuffer.FIRST_BYTES);
  }

  @Test
  void reservesNothingWithoutRoomOrBeyondItsMaximum() {
    room = 30_000;
    assertThat(buffer.reserve(30_001)).isFalse();
    room = 64L * MIB;
    assertThat(buffer.reserve(20 * MIB + 1)).isFalse();
    assertThat(buffer.reserve(Integer.MAX_VALUE)).isFalse();
    assertThat(reserved).isZero();
  }

  @Test
  void aFailedReservationKeepsWhatIsThere() {
    byte[] body = random(20_000);
    buffer.append(Buffer.buffer(body));
    room = 30_000;

    assertThat(buffer.reserve(20_000)).isFalse();
    assertThat(copy(buffer.slice(0, 20_000))).isEqualTo(body);
  }

  @Test
  void refusesBytesThatWereNotReserved() {
    assertThat(buffer.reserve(10)).isTrue();
    ByteBuffer tooMany = ByteBuffer.allocate(PieceBuffer.FIRST_BYTES + 1);

    assertThatThrownBy(() -> buffer.append(tooMany)).isInstanceOf(IllegalStateException.class);
    assertThat(buffer.size()).isZero();
  }

  @Test
  void onceClearedNothingOfItCanBeReadAnyMore() {
    buffer.append(Buffer.buffer(random(20_000)));
    PictureBytes slice = buffer.slice(0, 20_000);
    buffer.clear();
    buffer.clear();

    assertThatThrownBy(() -> copy(slice)).isInstanceOf(IllegalReferenceCountException.class);
  }

  private static byte[] copy(PictureBytes bytes) {
    ByteBuffer target = ByteBuffer.allocate(bytes.length());
    bytes.copyTo(target);
    assertThat(target.remaining()).isZero();
    return target.array();
  }

  private static byte[] random(int length) {
    byte[] bytes = new byte[length];
    new Random(length).nextBytes(bytes);
    return bytes;
  }
}
