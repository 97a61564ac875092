package dev.retinagate.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.retinagate.simulation.TargetTracking.Minute;
import org.junit.jupiter.api.Test;

class TargetTrackingTest {

  /** 60 requests a minute and node, half of the CPU. */
  private final TargetTracking tracking = new TargetTracking(60, 0.5);

  private static final Minute BUSY = new Minute(330, 2, 1, 2);
  private static final Minute CALM = new Minute(60, 4, 0.1, 4);

  private int after(int minutes, Minute minute, int desired) {
    int wanted = desired;
    for (int i = 0; i < minutes; i++) {
      wanted = tracking.desired(minute, desired, false);
    }
    return wanted;
  }

  @Test
  void threeMinutesAboveTheTargetAskForTheNodesThatTheLoadNeeds() {
    assertThat(after(2, BUSY, 2)).isEqualTo(2);
    assertThat(after(1, BUSY, 2)).isEqualTo(6);
  }

  @Test
  void aQuieterMinuteBeginsTheCountAnew() {
    after(2, BUSY, 2);
    after(1, new Minute(100, 2, 0.45, 2), 2);
    assertThat(after(2, BUSY, 2)).isEqualTo(2);
  }

  /** A full fleet shows 100 % and no more: CPU alone asks for twice the nodes. */
  @Test
  void theCpuAloneAsksForLess() {
    assertThat(after(3, new Minute(100, 2, 1, 2), 2)).isEqualTo(4);
  }

  @Test
  void nodesThatStartAreNotOrderedTwice() {
    after(3, BUSY, 2);
    assertThat(tracking.desired(BUSY, 6, true)).isEqualTo(6);
  }

  @Test
  void fifteenCalmMinutesOfBothTakeNodesAway() {
    assertThat(after(14, CALM, 4)).isEqualTo(4);
    assertThat(after(1, CALM, 4)).isEqualTo(1);
    // Then the minutes are counted anew.
    assertThat(after(14, CALM, 4)).isEqualTo(4);
  }

  /** Of 20 nodes one could go by either metric, were 0.9 of the target not the bound. */
  @Test
  void oneCalmMetricIsNotEnough() {
    assertThat(after(15, new Minute(60, 20, 0.46, 20), 20)).isEqualTo(20);
    assertThat(after(15, new Minute(1090, 20, 0.1, 20), 20)).isEqualTo(20);
  }

  @Test
  void nothingGoesWhileANodeStarts() {
    after(20, CALM, 4);
    for (int i = 0; i < 40; i++) {
      assertThat(tracking.desired(CALM, 4, true)).isEqualTo(4);
    }
  }
}
