package dev.retinagate.loadtest;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class OutcomesTest {

  private final Outcomes outcomes = new Outcomes();

  @Test
  void keepsAcceptedAndRefusedApart() {
    outcomes.record("load", 200, 300);
    outcomes.record("load", 503, 2);
    outcomes.record("load", 503, 4);

    assertThat(outcomes.count("load", 200)).isEqualTo(1);
    assertThat(outcomes.count("load", 503)).isEqualTo(2);
    assertThat(outcomes.percentileMs("load", 503, 0.5)).isEqualTo(2);
    assertThat(outcomes.maxMs("load", 503)).isEqualTo(4);
    assertThat(outcomes.statuses("load")).containsExactly(200, 503);
  }

  @Test
  void countsWhatShouldNotBe() {
    outcomes.record("load", 200, 1);
    outcomes.record("load", 500, 1);
    outcomes.record("load", Outcomes.NO_ANSWER, 0);

    assertThat(outcomes.countOtherThan("load", 200, 503)).isEqualTo(2);
  }

  @Test
  void takesTheNearestRank() {
    for (int ms = 1; ms <= 100; ms++) {
      outcomes.record("load", 200, ms);
    }

    assertThat(outcomes.percentileMs("load", 200, 0.99)).isEqualTo(99);
    assertThat(outcomes.percentileMs("load", 200, 1)).isEqualTo(100);
  }

  @Test
  void hasNoPercentileOfNothing() {
    assertThat(outcomes.percentileMs("load", 200, 0.99)).isNaN();
    assertThat(outcomes.perSecond("load", 200)).isZero();
  }
}
