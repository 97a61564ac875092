package dev.retinagate.http.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.retinagate.admission.Admission;
import dev.retinagate.admission.Decision;
import dev.retinagate.admission.Permit;
import dev.retinagate.admission.UntakenAnswers;
import dev.retinagate.detection.DetectionQuery;
import dev.retinagate.http.form.RawBody;
import dev.retinagate.memory.PictureBytes;
import dev.retinagate.memory.PieceBuffer;
import io.netty.util.IllegalReferenceCountException;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** When the bytes of an upload go back to the pool: never while a worker may read them. */
class ExchangeTest {

  private static final int LENGTH = 20_000;
  private static final int ANSWERS_BEFORE_A_PAUSE = 8;
  private static final DetectionRequest REQUEST =
      new DetectionRequest(0, DetectionQuery.of(0.5f, 10), Optional.empty());

  private static final String CLIENT = "client";

  private final UntakenAnswers untaken = new UntakenAnswers(() -> 0);
  private final Admission admission = new Admission(2, 1 << 20);
  private final Decision.Granted granted =
      (Decision.Granted) admission.tryBeginUpload(CLIENT, PieceBuffer.FIRST_BYTES);
  private final Exchange exchange =
      new Exchange(
          REQUEST,
          RawBody::new,
          OptionalLong.empty(),
          new AdmissionControl.Admitted(granted.ticket(), granted.reservation()),
          LENGTH,
          LENGTH);
  private final PictureBytes picture = uploaded();

  private PictureBytes uploaded() {
    exchange.beginPicture("body");
    assertThat(exchange.buffer().reserve(LENGTH)).isTrue();
    exchange.buffer().append(ByteBuffer.allocate(LENGTH));
    exchange.endPicture();
    return exchange.buffer().slice(0, LENGTH);
  }

  @Test
  void aClientThatLeavesBeforeThereIsAJobLeavesNothing() {
    exchange.end();

    assertReleased();
  }

  @Test
  void anUploadThatIsGivenUpLeavesNothing() {
    exchange.abandon();
    assertReleased();

    exchange.end();
    assertReleased();
  }

  @Test
  void thePictureOfAClientThatHasLeftStaysWhileAWorkerReadsIt() {
    exchange.workBegins(untaken.begin(CLIENT));
    exchange.uploaded(REQUEST, 0);
    exchange.end();

    assertThat(exchange.isEnded()).isTrue();
    assertThatCode(this::read).doesNotThrowAnyException();
    assertThat(admission.stats().bytesReserved()).isEqualTo(LENGTH);

    exchange.workEnded();

    assertReleased();
  }

  @Test
  void anAnswerTakesThePicturesRoomUntilTheRequestHasEnded() {
    exchange.workBegins(untaken.begin(CLIENT));
    exchange.workEnded();

    assertThat(exchange.tryHoldAnswer(2 << 20)).isFalse();
    assertThat(exchange.tryHoldAnswer(500_000)).isTrue();
    assertThat(admission.stats().bytesReserved()).isEqualTo(500_000);
    exchange.end();

    assertReleased();
  }

  @Test
  void anAnswerThatIsBeingSentIsNotReadYet() {
    leaveUnread(ANSWERS_BEFORE_A_PAUSE - 1);
    exchange.workBegins(untaken.begin(CLIENT));
    exchange.workEnded();
    exchange.sending();
    exchange.end();
    assertThat(untaken.pause(CLIENT)).isPositive();

    exchange.sent();

    assertThat(untaken.pause(CLIENT)).isZero();
  }

  @Test
  void anAnswerThatIsGivenUpIsNeverRead() {
    leaveUnread(ANSWERS_BEFORE_A_PAUSE - 1);
    exchange.workBegins(untaken.begin(CLIENT));
    exchange.sending();
    exchange.workInVain();
    exchange.sent();

    assertThat(untaken.pause(CLIENT)).isPositive();
  }

  private void leaveUnread(int answers) {
    for (int i = 0; i < answers; i++) {
      untaken.begin(CLIENT).endInVain();
    }
  }

  @Test
  void aPermitThatNoJobTookIsReleasedAtTheEnd() {
    exchange.pictures().get(0).admit(exchange.ticket().tryAcquire().orElseThrow());
    assertThat(admission.stats().inFlight()).isEqualTo(1);

    exchange.end();

    assertThat(admission.stats().inFlight()).isZero();
  }

  @Test
  void aPermitThatNoJobTookIsReleasedOnceWhenTheRequestFails() {
    exchange.pictures().get(0).admit(exchange.ticket().tryAcquire().orElseThrow());

    exchange.abandon();
    assertThat(admission.stats().inFlight()).isZero();

    exchange.end();
    assertThat(admission.stats().inFlight()).isZero();
  }

  @Test
  void aPermitThatAJobHasTakenOutlivesTheFailureOfTheRequest() {
    UploadedPicture first = exchange.pictures().get(0);
    first.admit(exchange.ticket().tryAcquire().orElseThrow());
    Permit ofJob = first.takePermit();

    exchange.abandon();
    assertThat(admission.stats().inFlight()).isEqualTo(1);

    ofJob.release();
    assertThat(admission.stats().inFlight()).isZero();
  }

  private void assertReleased() {
    assertThatThrownBy(this::read).isInstanceOf(IllegalReferenceCountException.class);
    assertThat(admission.stats().bytesReserved()).isZero();
    assertThat(admission.stats().uploading()).isZero();
  }

  private void read() {
    picture.copyTo(ByteBuffer.allocate(LENGTH));
  }
}
