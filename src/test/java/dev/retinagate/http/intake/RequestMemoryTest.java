package dev.retinagate.http.intake;

import static org.assertj.core.api.Assertions.assertThat;

import dev.retinagate.admission.Admission;
import dev.retinagate.admission.Decision;
import dev.retinagate.admission.Reservation;
import dev.retinagate.memory.PieceBuffer;
import org.junit.jupiter.api.Test;

class RequestMemoryTest {

  private static final int MIB = 1 << 20;

  private final Admission admission = new Admission(1, 40L * MIB);
  private final Reservation reservation =
      ((Decision.Granted) admission.tryBeginUpload("client", PieceBuffer.FIRST_BYTES))
          .reservation();
  private final RequestMemory memory = new RequestMemory(reservation);

  @Test
  void followsThePicturesAsTheyGrow() {
    assertThat(memory.tryHoldPictures(100)).isTrue();
    assertThat(reservation.bytes()).isEqualTo(PieceBuffer.FIRST_BYTES);
    assertThat(memory.tryHoldPictures(3 * MIB)).isTrue();
    assertThat(reservation.bytes()).isEqualTo(3 * MIB);
    assertThat(memory.tryHoldPictures(41 * MIB)).isFalse();
    assertThat(reservation.bytes()).isEqualTo(3 * MIB);
  }

  @Test
  void countsTextFieldsBesideThePictures() {
    assertThat(memory.tryHoldPictures(3 * MIB)).isTrue();
    assertThat(memory.tryHoldField(MIB)).isTrue();
    assertThat(memory.tryHoldPictures(4 * MIB)).isTrue();
    assertThat(reservation.bytes()).isEqualTo(5 * MIB);
    assertThat(memory.tryHoldField(36 * MIB)).isFalse();
    assertThat(reservation.bytes()).isEqualTo(5 * MIB);
  }

  @Test
  void theAnswerTakesTheRoomOfAllThatCame() {
    memory.tryHoldPictures(3 * MIB);
    memory.tryHoldField(MIB);

    assertThat(memory.tryHoldAnswer(100)).isTrue();
    assertThat(reservation.bytes()).isEqualTo(100);
    assertThat(memory.tryHoldAnswer(41 * MIB)).isFalse();

    memory.release();
    assertThat(memory.tryHoldAnswer(1)).isFalse();
    assertThat(admission.stats().bytesReserved()).isZero();
  }
}
