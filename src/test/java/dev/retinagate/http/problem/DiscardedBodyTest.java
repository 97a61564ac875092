package dev.retinagate.http.problem;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DiscardedBodyTest {

  private static final int MAX_BYTES = 100;

  private int cuts;
  private final DiscardedBody kept = new DiscardedBody(MAX_BYTES, false, () -> cuts++);
  private final DiscardedBody closing = new DiscardedBody(MAX_BYTES, true, () -> cuts++);

  @Test
  void theConnectionIsKeptWhenTheBodyEndsInTime() {
    kept.received(MAX_BYTES);
    kept.ended();
    kept.timedOut();

    assertThat(cuts).isZero();
  }

  @Test
  void theConnectionIsClosedAtTheEndOfTheBodyWhenTheAnswerSaidSo() {
    closing.received(MAX_BYTES);
    assertThat(cuts).isZero();

    closing.ended();
    assertThat(cuts).isOne();
  }

  @Test
  void aClientThatIsNotDoneInTimeIsCutOff() {
    kept.received(1);
    kept.timedOut();

    assertThat(cuts).isOne();
  }

  @Test
  void aClientThatSendsTooMuchIsCutOff() {
    kept.received(MAX_BYTES);
    assertThat(cuts).isZero();

    kept.received(1);
    assertThat(cuts).isOne();
  }

  @Test
  void aClientIsCutOffOnce() {
    closing.received(MAX_BYTES + 1);
    closing.received(1);
    closing.timedOut();
    closing.ended();

    assertThat(cuts).isOne();
  }
}
