package dev.retinagate.loadtest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class TrendTest {

  private static final int SERIES = 1000;
  private static final int LENGTH = 30;

  private final SplittableRandom random = new SplittableRandom(5);

  @Test
  void findsTheSlopeOfALine() {
    double[] line = new double[LENGTH];
    for (int i = 0; i < LENGTH; i++) {
      line[i] = 3 + 2.5 * i;
    }

    Trend trend = Trend.of(line);

    assertThat(trend.slope()).isEqualTo(2.5);
    assertThat(trend.isZeroInside()).isFalse();
  }

  @Test
  void findsNoneInAConstant() {
    Trend trend = Trend.of(new double[LENGTH]);

    assertThat(trend.slope()).isZero();
    assertThat(trend.isZeroInside()).isTrue();
  }

  @Test
  void isNotMovedByAnOutlier() {
    double[] values = new double[LENGTH];
    values[LENGTH - 1] = 1e9;

    assertThat(Trend.of(values).slope()).isZero();
  }

  @Test
  void coversZeroOfWhiteNoiseAboutAsOftenAsItSays() {
    assertThat(zeroInside(0)).isBetween(0.92, 0.98);
  }

  @Test
  void isWiderWhereNeighboursResembleEachOther() {
    double[] related = noise(0.9);

    assertThat(Trend.of(related).correction()).isGreaterThan(1.5);
    // Without the correction it would be about 0.6.
    assertThat(zeroInside(0.6)).isGreaterThan(0.75);
  }

  @Test
  void findsASmallRiseInNoise() {
    double[] values = noise(0);
    for (int i = 0; i < LENGTH; i++) {
      values[i] += 0.2 * i;
    }

    assertThat(Trend.of(values).isZeroInside()).isFalse();
  }

  @Test
  void refusesTooFewValues() {
    assertThatThrownBy(() -> Trend.of(new double[7])).isInstanceOf(IllegalArgumentException.class);
  }

  private double zeroInside(double relation) {
    int inside = 0;
    for (int i = 0; i < SERIES; i++) {
      inside += Trend.of(noise(relation)).isZeroInside() ? 1 : 0;
    }
    return (double) inside / SERIES;
  }

  /** A first-order autoregressive series. */
  private double[] noise(double relation) {
    double[] values = new double[LENGTH];
    double last = 0;
    for (int i = 0; i < LENGTH; i++) {
      last = relation * last + random.nextGaussian();
      values[i] = last;
    }
    return values;
  }
}
