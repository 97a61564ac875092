package dev.retinagate.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.retinagate.detection.DetectionQuery;
import dev.retinagate.engine.NativeTensor;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** One level of 2 × 2 cells of stride 8, with two classes. */
class YoloxDecoderTest {

  private static final int CELLS = 4;
  private static final int PLANES = 7;
  private static final float NEVER = -20;

  private final YoloxDecoder decoder =
      new YoloxDecoder(new YoloxNetwork(16, "BGR", 114, "", List.of(8)), 2);
  private final FloatBuffer values = FloatBuffer.allocate(PLANES * CELLS);

  YoloxDecoderTest() {
    Arrays.fill(values.array(), 4 * CELLS, PLANES * CELLS, NEVER);
  }

  @Test
  void aBoxLiesAroundItsCentreFromTheCellsCorner() {
    cell(3, 0.5f, 0.25f, (float) Math.log(2), 0, 20, NEVER, 20);

    Candidates found = decode(0.3f);

    assertThat(found.count()).isOne();
    assertThat(found.classes()[0]).isOne();
    assertThat(Arrays.copyOf(found.boxes(), 4))
        .containsExactly(new float[] {4, 6, 20, 14}, within(1e-4f));
  }

  @Test
  void aScoreIsObjectnessTimesTheClass() {
    cell(0, 0, 0, 0, 0, 0, (float) Math.log(4), NEVER);

    assertThat(decode(0.39f).scores()[0]).isCloseTo(0.4f, within(1e-6f));
    assertThat(decode(0.41f).count()).isZero();
  }

  private void cell(int cell, float... planes) {
    for (int plane = 0; plane < planes.length; plane++) {
      values.put(plane * CELLS + cell, planes[plane]);
    }
  }

  private Candidates decode(float threshold) {
    NativeTensor output = new NativeTensor(List.of(1, PLANES, 2, 2), values);
    return decoder.decode(List.of(output), DetectionQuery.of(threshold, 10));
  }
}
