package dev.retinagate.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class DayTest {

  private static final Setup SETUP = new Setup(2, 2, 16, 2, 6, 180, 60);

  private static Outcome day(Setup setup, Shape shape, double peak) {
    return Day.simulate(setup, shape, peak, 0.65, 0.55, 7);
  }

  @Test
  void theSameSeedGivesTheSameDay() {
    assertThat(day(SETUP, Shape.DIURNAL, 6)).isEqualTo(day(SETUP, Shape.DIURNAL, 6));
    assertThat(day(SETUP, Shape.DIURNAL, 6))
        .isNotEqualTo(Day.simulate(SETUP, Shape.DIURNAL, 6, 0.65, 0.55, 8));
  }

  @Test
  void aQuietDayIsThatOfTheFewestNodes() {
    Outcome day = day(SETUP, Shape.DIURNAL, 0.5);

    assertThat(day.nodeHours()).isEqualTo(48);
    assertThat(day.mostNodes()).isEqualTo(2);
    assertThat(day.refused()).isZero();
    // The wave's mean is 0.575 of its peak: 0.575 × 0.5 × 86,400.
    assertThat((double) day.answered()).isCloseTo(24_840, within(500.0));
    // 24,840 ÷ (48 × 3600 × 2)
    assertThat(day.utilisation(SETUP)).isCloseTo(0.072, within(0.002));
  }

  /** Two nodes answer 4 of 8 requests a second at most: half of the second half of the day's. */
  @Test
  void aFleetThatCannotGrowAnswersWhatItCan() {
    Setup fixed = new Setup(2, 2, 16, 2, 2, 180, 60);

    Outcome day = day(fixed, Shape.STEP, 8);

    // 12 h × 2 a second, and 12 h × 4 a second.
    assertThat((double) day.answered()).isCloseTo(259_200, within(2000.0));
    // 12 h × 4 of 12 h × 10
    assertThat(day.refusedShare()).isCloseTo(0.4, within(0.01));
    // A full node's wait: 16 in the queue, two workers, a second each; half a second less or more.
    assertThat(day.p99WaitMs()).isBetween(8000.0, 11_000.0);
  }

  /** Three nodes of one worker: what they cannot answer of a load that stays is refused. */
  @Test
  void aSteadyLoadAboveTheCapacityIsRefusedAllDay() {
    Setup fixed = new Setup(4, 1, 8, 3, 3, 180, 60);

    Outcome day = day(fixed, Shape.STEADY, 15);

    assertThat((double) day.answered()).isCloseTo(86_400 * 12, within(86_400 * 0.1));
    assertThat(day.minutes()).allMatch(minute -> minute.nodes() == 3);
    assertThat(day.minutes()).allMatch(minute -> minute.refused() > 0);
  }

  /**
   * From the step on: three minutes above, one of delay, 180 s of start, 12 s until healthy, whole
   * minutes: eight minutes of two nodes.
   */
  @Test
  void aStepIsRefusedUntilTheNewNodesServe() {
    Outcome day = day(SETUP, Shape.STEP, 6);

    assertThat(day.minutes().get(12 * 60 + 6).nodes()).isEqualTo(2);
    assertThat(day.minutes().get(12 * 60 + 9).nodes()).isGreaterThan(3);
    assertThat(day.minutes().subList(0, 12 * 60)).allMatch(minute -> minute.refused() == 0);
    assertThat(day.minutes().subList(12 * 60 + 1, 12 * 60 + 6))
        .allMatch(minute -> minute.refused() > 0);
    assertThat(day.minutes().subList(13 * 60, 24 * 60))
        .allMatch(minute -> minute.refused() <= minute.requests() / 100);
  }

  @Test
  void aBurstsNodesGoAgain() {
    Outcome day = day(SETUP, Shape.BURST, 6);

    assertThat(day.mostNodes()).isGreaterThan(3);
    assertThat(day.minutes().get(11 * 60).nodes()).isEqualTo(2);
    assertThat(day.nodeHours()).isBetween(48.5, 72.0);
  }

  @Test
  void valuesOutOfRangeAreNamed() {
    assertThatThrownBy(() -> new Setup(0, 2, 16, 2, 6, 180, 60))
        .hasMessageContaining("pictures a second");
    assertThatThrownBy(() -> new Setup(1, 0, 16, 2, 6, 180, 60)).hasMessageContaining("workers");
    assertThatThrownBy(() -> new Setup(1, 1, 16, 3, 2, 180, 60)).hasMessageContaining("nodes");
    assertThatThrownBy(() -> new Setup(1, 1, 16, 2, 6, -1, 60)).hasMessageContaining("seconds");
  }
}
