package dev.retinagate.modeltools.keras;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.FloatBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;

class FoldingTest {

  @Test
  void makesAFactorAndABiasOfEachChannel() {
    Folding folding =
        new Folding(buffer(2, 3), buffer(1, 0), buffer(4, -2), buffer(0.24f, 8.99f), 0.01);

    assertThat(folding.scale()[0]).isCloseTo(4, within(1e-6));
    assertThat(folding.scale()[1]).isCloseTo(1, within(1e-6));
    assertThat(folding.bias()[0]).isCloseTo(-15, offset());
    assertThat(folding.bias()[1]).isCloseTo(2, offset());
  }

  @Test
  void knowsAVarianceThatHasNoRoot() {
    Folding folding = new Folding(buffer(1), buffer(0), buffer(0), buffer(-1), 1e-5);

    assertThat(folding.isFinite()).isFalse();
  }

  @Test
  void turnsKerasAxesIntoMxnetsAndScalesEachFilter() {
    // height 1, width 2, 2 channels, 3 filters: value = 100 × width + 10 × channel + filter
    FloatBuffer kernel = buffer(0, 1, 2, 10, 11, 12, 100, 101, 102, 110, 111, 112);

    FloatBuffer weights =
        Folding.weights(kernel, List.of(3, 2, 1, 2), new double[] {1, 2, 0.5}).toFloats();

    float[] found = new float[weights.remaining()];
    weights.get(found);
    assertThat(found).containsExactly(0, 100, 10, 110, 2, 202, 22, 222, 1, 51, 6, 56);
  }

  private static FloatBuffer buffer(float... values) {
    return FloatBuffer.wrap(values);
  }

  private static org.assertj.core.data.Offset<Double> within(double distance) {
    return org.assertj.core.data.Offset.offset(distance);
  }

  private static org.assertj.core.data.Offset<Float> offset() {
    return org.assertj.core.data.Offset.offset(1e-5f);
  }
}
