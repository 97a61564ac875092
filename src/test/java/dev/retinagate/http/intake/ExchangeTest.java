package dev.retinagate.http.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.retinagate.admission.Admission;
import dev.retinagate.admission.Decision;
import dev.retinagate.detection.DetectionQuery;
import dev.retinagate.http.detect.Output;
import dev.retinagate.memory.PictureBytes;
import dev.retinagate.worker.DetectionJob;
import io.netty.util.IllegalReferenceCountException;
import io.vertx.core.buffer.Buffer;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** When the bytes of an upload go back to the pool: never while a worker may read them. */
class ExchangeTest {

  private static final int LENGTH = 20_000;

  private final Admission admission = new Admission(2, 1 << 20);
  private final Decision.Granted granted =
      (Decision.Granted) admission.tryBeginUpload(RequestMemory.first(false));
  private final Exchange exchange =
      new Exchange(
          DetectionQuery.of(0.5f, 10),
          Output.JSON,
          0,
          OptionalLong.empty(),
          granted.ticket(),
          new RequestMemory(granted.reservation(), false),
          LENGTH,
          LENGTH);

  private final PictureBytes picture = uploaded();

  private PictureBytes uploaded() {
    exchange.buffer().append(Buffer.buffer(new byte[LENGTH]));
    return exchange.buffer().slice(0, LENGTH);
  }

  @Test
  void whoLeavesBeforeThereIsAJobLeavesNothing() {
    exchange.end();

    assertGone();
  }

  @Test
  void whoIsTurnedAwayLeavesNothing() {
    exchange.abandon();
    exchange.end();

    assertGone();
  }

  @Test
  void whoLeavesWhileAWorkerReadsLeavesThePictureUntilItsWorkHasEnded() {
    handOver();
    exchange.uploaded();
    exchange.end();

    assertThatCode(this::read).doesNotThrowAnyException();
    assertThat(admission.stats().bytesReserved()).isEqualTo(LENGTH);

    exchange.releaseBytes();

    assertGone();
  }

  @Test
  void anAnswerTakesThePicturesRoomUntilTheRequestHasEnded() {
    handOver();

    assertThat(exchange.holdAnswer(2 << 20)).isFalse();
    assertThat(exchange.holdAnswer(500_000)).isTrue();
    assertThat(admission.stats().bytesReserved()).isEqualTo(500_000);
    exchange.end();

    assertGone();
  }

  @Test
  void anAnswerForNobodyTakesNoRoom() {
    handOver();
    exchange.end();

    assertThat(exchange.holdAnswer(500_000)).isTrue();

    assertGone();
  }

  private void handOver() {
    exchange.add(
        new DetectionJob(
            picture,
            exchange.query(),
            Optional.empty(),
            Long.MAX_VALUE,
            granted.ticket().tryAcquire().orElseThrow()));
  }

  private void assertGone() {
    assertThatThrownBy(this::read).isInstanceOf(IllegalReferenceCountException.class);
    assertThat(admission.stats().bytesReserved()).isZero();
  }

  private void read() {
    picture.copyTo(ByteBuffer.allocate(LENGTH));
  }
}
