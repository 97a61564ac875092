package dev.retinagate.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.retinagate.graph.Symbol;
import dev.retinagate.graph.Symbol.Node;
import dev.retinagate.graph.Symbol.Value;
import dev.retinagate.image.Letterbox;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class InputSizesTest {

  private static final int SIDE = 416;
  private static final Symbol NETWORK = network(52);

  @ParameterizedTest
  @CsvSource({
    "416, 416, 416",
    "640, 640, 416",
    "600, 480, 416",
    "480, 640, 416",
    "1080, 1920, 416",
    "640, 480, 320",
    "640, 427, 320",
    "1920, 1080, 256",
    "16000, 2, 256",
    "1, 1, 416"
  })
  void int8LeavesOutRowsOfPadding(int width, int height, int rows) {
    InputSizes sizes = new InputSizes(SIDE, NETWORK, Precision.INT8);

    assertThat(sizes.rows(width, height)).isEqualTo(rows);
    assertThat(sizes.network(rows).nodes().get(1).attributes())
        .isEqualTo(Map.of("height", "" + rows / 8, "width", "52"));
  }

  @ParameterizedTest
  @EnumSource(names = {"FP32", "BF16"})
  void otherPrecisionsComputeTheSquare(Precision precision) {
    InputSizes sizes = new InputSizes(SIDE, NETWORK, precision);

    assertThat(sizes.rows(1920, 1080)).isEqualTo(SIDE);
    assertThat(sizes.network(SIDE)).isEqualTo(NETWORK);
  }

  @Test
  void aNetworkThatDoesNotTakeFewerRowsComputesTheSquare() {
    assertThat(new InputSizes(SIDE, network(51), Precision.INT8).rows(1920, 1080)).isEqualTo(SIDE);
  }

  @Test
  void rowsAreOfWholeCellsAtEveryLevel() {
    InputSizes sizes = new InputSizes(640, network(80), Precision.INT8);

    assertThat(sizes.rows(1920, 1080)).isEqualTo(384);
    assertThat(sizes.rows(640, 480)).isEqualTo(512);
  }

  @Test
  void aSmallSquareStaysOne() {
    assertThat(new InputSizes(64, network(8), Precision.INT8).rows(1920, 1080)).isEqualTo(64);
  }

  /** A JPEG that is decoded at a fraction has proportions that are rounded again. */
  @Test
  void aPictureNeverReachesBeyondItsInput() {
    assertThat(Letterbox.square(SIDE, 321, SIDE).in(320))
        .isEqualTo(new Letterbox(SIDE, 320, SIDE, 320));
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
