package dev.retinagate.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AnchorsTest {

  /** Source: keras-retinanet's base anchors of size 32, computed from its formulas. */
  @ParameterizedTest
  @CsvSource({
    "0, 45.254834, 22.627417",
    "1, 57.017519, 28.508760",
    "2, 71.837570, 35.918785",
    "3, 32, 32",
    "4, 40.317474, 40.317474",
    "5, 50.796833, 50.796833",
    "6, 22.627417, 45.254834",
    "7, 28.508760, 57.017519",
    "8, 35.918785, 71.837570"
  })
  void equalTheOriginalsAnchors(int anchor, float width, float height) {
    for (int level = 0; level < 5; level++) {
      float[] base = Anchors.base(8 << level);
      float times = 1 << level;

      assertThat(base[4 * anchor]).isCloseTo(-width / 2 * times, within(1e-5f * times));
      assertThat(base[4 * anchor + 1]).isCloseTo(-height / 2 * times, within(1e-5f * times));
      assertThat(base[4 * anchor + 2]).isCloseTo(width / 2 * times, within(1e-5f * times));
      assertThat(base[4 * anchor + 3]).isCloseTo(height / 2 * times, within(1e-5f * times));
    }
  }

  @Test
  void areCentredOnTheirCell() {
    float[] base = Anchors.base(8);
    float centre = Anchors.centre(0, 8);

    assertThat(base[12] + centre).isEqualTo(-12);
    assertThat(base[15] + centre).isEqualTo(20);
    assertThat(Anchors.centre(3, 128)).isEqualTo(448);
  }

  @Test
  void moveASideByAFifthOfTheExtentADelta() {
    assertThat(Anchors.moved(10, -1.5f, 20)).isCloseTo(4, within(1e-5f));
  }
}
