package dev.retinagate.http.intake;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TransferTest {

  private static final long TOTAL = 1_000_000;

  private long nowNanos = 5_000;
  private final Transfer transfer = new Transfer("a", () -> 1, TOTAL, nowNanos, () -> {});

  private void pass(double seconds) {
    nowNanos += (long) (seconds * 1e9);
  }

  private double secondsLeft() {
    return transfer.nanosLeft(nowNanos) / 1e9;
  }

  /** Moves so many bytes a second, for so many seconds. */
  private void move(int bytesPerSecond, int seconds) {
    for (int i = 0; i < 10 * seconds; i++) {
      pass(0.1);
      transfer.moved(bytesPerSecond / 10, nowNanos);
    }
  }

  @Test
  void isNotSlowBeforeItCouldShowItsRate() {
    pass(0.9);

    assertThat(secondsLeft()).isZero();
  }

  @Test
  void goesOnForEverIfNothingMoves() {
    pass(1);

    assertThat(transfer.nanosLeft(nowNanos)).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void goesOnForWhatIsLeftAtItsRate() {
    move(100_000, 5);

    assertThat(secondsLeft()).isBetween(4.8, 5.6);
  }

  @Test
  void forgetsAFastBeginningWithinTwoWindows() {
    move(900_000, 1);
    assertThat(secondsLeft()).isLessThan(1);

    move(1_000, 4);

    assertThat(secondsLeft()).isBetween(90.0, 110.0);
  }

  @Test
  void aPauseLongerThanTwoWindowsIsAStandstill() {
    move(100_000, 3);

    pass(5);

    assertThat(transfer.nanosLeft(nowNanos)).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void isNotSlowWhileTheNodeDoesNotRead() {
    transfer.waitsForNode(true);
    pass(60);
    assertThat(secondsLeft()).isZero();

    transfer.waitsForNode(false);
    assertThat(transfer.nanosLeft(nowNanos)).isEqualTo(Long.MAX_VALUE);
  }
}
