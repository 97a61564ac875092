package dev.retinagate.modeltools.quantize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.retinagate.graph.Int8Plan.Range;
import java.nio.FloatBuffer;
import org.junit.jupiter.api.Test;

class TensorRangeTest {

  private final TensorRange seen = new TensorRange();

  private void add(float... values) {
    seen.add(FloatBuffer.wrap(values));
  }

  /** 0.001, 0.002 … 1, and one outlier. */
  private void addAThousandAndAnOutlier() {
    float[] values = new float[1000];
    for (int i = 0; i < values.length; i++) {
      values[i] = (i + 1) / 1000f;
    }
    add(values);
    add(50);
  }

  @Test
  void keepsTheExtremesWhereNothingIsClipped() {
    add(-2, 3);
    add(1, 5);
    assertThat(seen.clipped(1, false)).isEqualTo(new Range(-2, 5));
  }

  @Test
  void clipsAnOutlierThoughItMadeTheBinsWiden() {
    addAThousandAndAnOutlier();
    assertThat(seen.clipped(0.99, true).max()).isCloseTo(0.99f, within(0.02f));
    assertThat(seen.clipped(1, true).max()).isEqualTo(50);
  }

  @Test
  void clipsBothEndsByMagnitude() {
    addAThousandAndAnOutlier();
    add(-0.5f);
    Range clipped = seen.clipped(0.9, false);
    assertThat(clipped.min()).isEqualTo(-0.5f);
    assertThat(clipped.max()).isCloseTo(0.9f, within(0.02f));
  }

  @Test
  void givesTheRangeASignIfTheNetworkCouldMakeOne() {
    add(0, 3);
    assertThat(seen.clipped(1, false)).isEqualTo(new Range(-3, 3));
    assertThat(seen.clipped(1, true)).isEqualTo(new Range(0, 3));
  }

  @Test
  void givesATensorOfZeroesAScale() {
    add(0, 0);
    assertThat(seen.clipped(1, true).max()).isPositive();
  }

  @Test
  void refusesValuesThatAreNotFinite() {
    assertThatThrownBy(() -> add(1, Float.POSITIVE_INFINITY))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
