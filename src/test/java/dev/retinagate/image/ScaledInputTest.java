package dev.retinagate.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScaledInputTest {

  private static final List<Double> MEAN = List.of(1.0, 2.0, 3.0);

  @Test
  void subtractsTheMeanOfEachChannelAndSeparatesThem() {
    FloatBuffer tensor = fill(new int[][] {{10, 20}, {30, 40}}, 1);

    assertThat(values(tensor)).containsExactly(9, 19, 29, 39, 9, 19, 29, 39, 9, 19, 29, 39);
  }

  @Test
  void interpolatesBetweenCellCentresAndRepeatsTheEdges() {
    FloatBuffer tensor = fill(new int[][] {{0, 100}}, 2);

    float[] firstPlane = new float[8];
    tensor.get(0, firstPlane);
    assertThat(firstPlane)
        .containsExactly(new float[] {-1, 24, 74, 99, -1, 24, 74, 99}, within(1e-4f));
  }

  @Test
  void stepsByTheFactorAndNotByTheRatioOfRoundedExtents() {
    // 3 × 0.7 = 2.1 becomes 2 cells, whose centres are 1 / 0.7 apart, not 1.5
    FloatBuffer tensor = fill(new int[][] {{0, 70, 140}, {0, 70, 140}, {0, 70, 140}}, 0.7);

    assertThat(tensor.get(0)).isCloseTo((0.5f / 0.7f - 0.5f) * 70 - 1, within(1e-4f));
    assertThat(tensor.get(1)).isCloseTo((1.5f / 0.7f - 0.5f) * 70 - 1, within(1e-4f));
  }

  @Test
  void anExtentRoundsToTheEvenNumberAndIsNeverZero() {
    assertThat(ScaledInput.extent(5, 0.5)).isEqualTo(2);
    assertThat(ScaledInput.extent(7, 0.5)).isEqualTo(4);
    assertThat(ScaledInput.extent(16, 1333.0 / 65_501)).isEqualTo(1);
  }

  @Test
  void skipsTheBytesBetweenRows() {
    ByteBuffer pixels = ByteBuffer.wrap(new byte[] {5, 5, 5, 99, 7, 7, 7, 99});
    FloatBuffer tensor = FloatBuffer.allocate(6);

    new ScaledInput(MEAN).fill(pixels, 4, 1, 2, 1, tensor);

    assertThat(values(tensor)).containsExactly(4, 6, 3, 5, 2, 4);
  }

  @ParameterizedTest
  @CsvSource({"480, 1.6666666666666667, 800", "640, 1.6666666666666667, 1067", "5, 0.5, 2"})
  void roundsHalvesToTheEvenNumber(int extent, double scale, int scaled) {
    assertThat(ScaledInput.extent(extent, scale)).isEqualTo(scaled);
  }

  /** The same value in every channel. */
  private static FloatBuffer fill(int[][] grey, double scale) {
    int height = grey.length;
    int width = grey[0].length;
    ByteBuffer pixels = ByteBuffer.allocate(3 * height * width);
    for (int[] row : grey) {
      for (int value : row) {
        pixels.put((byte) value).put((byte) (value + 1)).put((byte) (value + 2));
      }
    }
    int cells = ScaledInput.extent(height, scale) * ScaledInput.extent(width, scale);
    FloatBuffer tensor = FloatBuffer.allocate(3 * cells);
    new ScaledInput(MEAN).fill(pixels, 3 * width, width, height, scale, tensor);
    return tensor;
  }

  private static float[] values(FloatBuffer tensor) {
    return tensor.array();
  }
}
