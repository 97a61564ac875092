package dev.retinagate.http.intake;

import static org.assertj.core.api.Assertions.assertThat;

import dev.retinagate.config.Config;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class SendingTest {

  private static final int TOTAL = 1_000_000;

  private final ManualTimers timers = new ManualTimers();
  private final Transfers transfers = new Transfers(timers::nanoTime);
  private final Promise<Void> sent = Promise.promise();
  private int aborted;

  private Sending sending(long minRate) {
    Config.Uploads limits =
        new Config.Uploads(
            1 << 20,
            16,
            Duration.ofMillis(250),
            minRate,
            Duration.ofSeconds(10),
            Duration.ofMinutes(5));
    return new Sending("a", TOTAL, limits, timers, transfers, () -> aborted++, Runnable::run);
  }

  @Test
  void anAnswerThatIsTakenAtOnceNeedsNoWatch() {
    sending(1 << 10).watch(Future.succeededFuture());

    assertThat(timers.isEmpty()).isTrue();
    timers.advance(100_000);
    assertThat(transfers.makeRoom("b", 1)).isFalse();
    assertThat(aborted).isZero();
  }

  @Test
  void anAnswerOfWhichNothingIsTakenIsGivenUp() {
    sending(1 << 20).watch(sent.future());

    timers.advance(9_999);
    assertThat(aborted).isZero();
    timers.advance(2);

    assertThat(aborted).isEqualTo(1);
    assertThat(timers.isEmpty()).isTrue();
  }

  @Test
  void theLeastRateAllowsASlowClientMoreTimeForAPiece() {
    sending(1 << 10).watch(sent.future());

    timers.advance(127_000);
    assertThat(aborted).isZero();
    timers.advance(1_001);

    assertThat(aborted).isEqualTo(1);
  }

  @Test
  void anAnswerThatMovesIsGivenUpAfterTheTransferTimeout() {
    Sending sending = sending(1 << 20);
    sending.watch(sent.future());
    for (int i = 1; i <= 29; i++) {
      sending.taken(1_000L * i);
      timers.advance(9_990);
    }
    assertThat(aborted).isZero();

    sending.taken(30_000);
    timers.advance(9_990);
    sending.taken(31_000);
    timers.advance(301);

    assertThat(aborted).isEqualTo(1);
  }

  @Test
  void anAnswerThatWasTakenIsNotGivenUp() {
    sending(1 << 20).watch(sent.future());

    sent.complete();

    assertThat(timers.isEmpty()).isTrue();
    assertThat(transfers.makeRoom("b", 1)).isFalse();
    assertThat(aborted).isZero();
  }

  @Test
  void aSlowAnswerGivesWayWhenItsMemoryIsNeeded() {
    sending(1 << 10).watch(sent.future());
    timers.advance(2_000);

    assertThat(transfers.makeRoom("b", 1_000)).isTrue();

    assertThat(aborted).isEqualTo(1);
    assertThat(timers.isEmpty()).isTrue();
  }
}
