package dev.retinagate.worker;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FairTurnsTest {

  private static final int SMALL = 0;
  private static final int LARGE = 1;
  private static final long SMALL_NANOS = 10;
  private static final long LARGE_NANOS = 1_000;

  private final FairTurns turns = new FairTurns(2);

  @Test
  void modelsThatBothWaitGetTheSameWorkerTime() {
    long[] worked = new long[2];
    for (int i = 0; i < 1_010; i++) {
      int model = turns.next(any -> true).orElseThrow();
      worked[model] += work(model);
    }

    assertThat(worked[SMALL]).isBetween(worked[LARGE] - LARGE_NANOS, worked[LARGE] + LARGE_NANOS);
    assertThat(worked[LARGE]).isPositive();
  }

  @Test
  void aModelThatWaitedForNothingHasNoCredit() {
    for (int i = 0; i < 100; i++) {
      work(LARGE);
    }

    long small = 0;
    while (turns.next(any -> true).orElseThrow() == SMALL) {
      small += work(SMALL);
    }

    assertThat(small).isLessThanOrEqualTo(LARGE_NANOS + SMALL_NANOS);
  }

  @Test
  void aLargePictureIsFollowedByAsMuchTimeOfTheSmallOnes() {
    work(LARGE);
    for (int i = 0; i < LARGE_NANOS / SMALL_NANOS; i++) {
      assertThat(turns.next(any -> true)).hasValue(SMALL);
      work(SMALL);
    }
  }

  @Test
  void onlyModelsThatCanBeginHaveATurn() {
    assertThat(turns.next(model -> model == LARGE)).hasValue(LARGE);
    assertThat(turns.next(none -> false)).isEmpty();
  }

  @Test
  void workThatTookLongerThanExpectedIsChargedInFull() {
    turns.begin(SMALL, 0);
    turns.end(SMALL, 0, LARGE_NANOS);

    assertThat(turns.next(any -> true)).hasValue(LARGE);
  }

  private long work(int model) {
    long nanos = model == SMALL ? SMALL_NANOS : LARGE_NANOS;
    turns.begin(model, nanos);
    turns.end(model, nanos, nanos);
    return nanos;
  }
}
