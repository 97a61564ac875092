package dev.retinagate.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.retinagate.graph.Symbol;
import dev.retinagate.graph.Symbol.Node;
import dev.retinagate.graph.Symbol.Value;
import dev.retinagate.image.Letterbox;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class InputSizesTest {

  private static final int SIDE = 416;
  private static final Symbol NETWORK = network(52);

  @ParameterizedTest
  @CsvSource({
    "416, 416, 416, 416",
    "640, 640, 416, 416",
    "600, 480, 416, 416",
    "640, 480, 416, 320",
    "480, 640, 320, 416",
    "640, 427, 416, 320",
    "1920, 1080, 416, 256",
    "1080, 1920, 256, 416",
    "16000, 2, 416, 256",
    "1, 1, 416, 416"
  })
  void int8LeavesOutPadding(int width, int height, int columns, int rows) {
    InputSizes sizes = new InputSizes(SIDE, NETWORK, Precision.INT8);

    InputSizes.Size size = sizes.of(width, height);

    assertThat(size).isEqualTo(new InputSizes.Size(columns, rows));
    assertThat(sizes.symbol(size).nodes().get(1).attributes())
        .isEqualTo(Map.of("height", "" + rows / 8, "width", "" + columns / 8));
  }

  @ParameterizedTest
  @EnumSource(names = {"FP32", "BF16"})
  void otherPrecisionsComputeTheSquare(Precision precision) {
    InputSizes sizes = new InputSizes(SIDE, NETWORK, precision);

    assertThat(sizes.of(1920, 1080)).isEqualTo(new InputSizes.Size(SIDE, SIDE));
    assertThat(sizes.symbol(sizes.of(1920, 1080))).isEqualTo(NETWORK);
  }

  @Test
  void aNetworkThatDoesNotTakeFewerRowsComputesTheSquare() {
    assertThat(new InputSizes(SIDE, network(51), Precision.INT8).of(1920, 1080))
        .isEqualTo(new InputSizes.Size(SIDE, SIDE));
  }

  @Test
  void aSideThatIsNotOfWholeCellsStaysASquare() {
    assertThat(new InputSizes(400, network(50), Precision.INT8).of(1920, 1080))
        .isEqualTo(new InputSizes.Size(400, 400));
  }

  @Test
  void thereAreNoMoreSizesThanSessionsKept() {
    InputSizes sizes = new InputSizes(SIDE, NETWORK, Precision.INT8);
    Set<InputSizes.Size> seen = new HashSet<>();
    for (int shorter = 1; shorter <= SIDE; shorter++) {
      seen.add(sizes.of(SIDE, shorter));
      seen.add(sizes.of(shorter, SIDE));
    }

    assertThat(seen).hasSize(InputSizes.MAX);
  }

  /** A JPEG that is decoded at a fraction has proportions that are rounded again. */
  @Test
  void aPictureNeverReachesBeyondItsInput() {
    Letterbox place = new InputSizes.Size(SIDE, 320).place(Letterbox.square(SIDE, 321, SIDE));

    assertThat(place).isEqualTo(new Letterbox(SIDE, 320, SIDE, 320));
  }

  private static Symbol network(int cells) {
    return new Symbol(
        List.of(
            new Node(Symbol.VARIABLE, "data", Map.of(), List.of()),
            new Node(
                "_contrib_BilinearResize2D",
                "resize",
                Map.of("height", Integer.toString(cells), "width", Integer.toString(cells)),
                List.of(new Value(0, 0)))),
        List.of(new Value(1, 0)));
  }
}
