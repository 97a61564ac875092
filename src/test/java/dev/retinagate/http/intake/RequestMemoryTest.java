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

  private Reservation reserved(boolean form) {
    return ((Decision.Granted) admission.tryBeginUpload(RequestMemory.first(form))).reservation();
  }

  @Test
  void followsThePictureAsItGrows() {
    Reservation reservation = reserved(false);
    RequestMemory memory = new RequestMemory(reservation, false);

    assertThat(memory.mayHold(100)).isTrue();
    assertThat(reservation.bytes()).isEqualTo(PieceBuffer.FIRST_BYTES);
    assertThat(memory.mayHold(3 * MIB)).isTrue();
    assertThat(reservation.bytes()).isEqualTo(3 * MIB);
    assertThat(memory.mayHold(41 * MIB)).isFalse();
    assertThat(reservation.bytes()).isEqualTo(3 * MIB);
  }

  @Test
  void countsWhatNettyKeepsOfAForm() {
    Reservation reservation = reserved(true);
    RequestMemory memory = new RequestMemory(reservation, true);

    assertThat(memory.mayHold(4 * MIB)).isTrue();
    assertThat(memory.mayDecode(4 * MIB + 1)).isTrue();
    assertThat(reservation.bytes()).isEqualTo(12 * MIB);
    assertThat(memory.mayDecode(30 * MIB)).isTrue();
    assertThat(reservation.bytes()).isEqualTo(16 * MIB);

    memory.decoded();

    assertThat(reservation.bytes()).isEqualTo(4 * MIB);
  }
}
