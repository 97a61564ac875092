package dev.retinagate.graph;

import static org.assertj.core.api.Assertions.assertThat;

import dev.retinagate.graph.Symbol.Node;
import dev.retinagate.graph.Symbol.Value;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SmallerInputTest {

  private static final int SIDE = 416;

  @Test
  void resizesShrinkWithTheInputAndNothingElseChanges() {
    Symbol square = network(26, 52);

    Symbol smaller = SmallerInput.of(square, SIDE, 256).orElseThrow();

    assertThat(smaller.nodes().get(1)).isEqualTo(square.nodes().get(1));
    assertThat(smaller.nodes().get(2).attributes())
        .isEqualTo(Map.of("height", "16", "width", "52", "align_corners", "False"));
    assertThat(smaller.nodes().get(2).inputs()).isEqualTo(square.nodes().get(2).inputs());
    assertThat(smaller.heads()).isEqualTo(square.heads());
  }

  @Test
  void theSquareItselfIsTheSameNetwork() {
    Symbol square = network(26, 52);

    assertThat(SmallerInput.of(square, SIDE, SIDE)).contains(square);
  }

  @Test
  void aResizeThatWouldEndWithinACellForbidsIt() {
    assertThat(SmallerInput.of(network(27, 52), SIDE, 256)).isEmpty();
  }

  @Test
  void aResizeThatDoesNotNameItsRowsForbidsIt() {
    Symbol square = network(26, 52);
    Node resize = square.nodes().get(2);
    Node scaled = new Node(resize.op(), "scaled", Map.of("scale_height", "2"), resize.inputs());
    List<Node> nodes = List.of(square.nodes().get(0), square.nodes().get(1), scaled);

    assertThat(SmallerInput.of(new Symbol(nodes, square.heads()), SIDE, 256)).isEmpty();
  }

  private static Symbol network(int height, int width) {
    return new Symbol(
        List.of(
            new Node(Symbol.VARIABLE, "data", Map.of(), List.of()),
            new Node("Pooling", "pool", Map.of("kernel", "(2, 2)"), List.of(new Value(0, 0))),
            new Node(
                "_contrib_BilinearResize2D",
                "resize",
                Map.of(
                    "height",
                    Integer.toString(height),
                    "width",
                    Integer.toString(width),
                    "align_corners",
                    "False"),
                List.of(new Value(1, 0)))),
        List.of(new Value(2, 0)));
  }
}
