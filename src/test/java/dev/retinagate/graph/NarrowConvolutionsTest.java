package dev.retinagate.graph;

import static org.assertj.core.api.Assertions.assertThat;

import dev.retinagate.graph.Symbol.Node;
import dev.retinagate.graph.Symbol.Value;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class NarrowConvolutionsTest {

  @Test
  void namesTheConvolutionOfThePictureAndNotTheNext() {
    Symbol symbol =
        new Symbol(
            List.of(
                node(Symbol.VARIABLE, "data"),
                node(Symbol.VARIABLE, "a_weight"),
                node("Convolution", "a", 0, 1),
                node(Symbol.VARIABLE, "b_weight"),
                node("Convolution", "b", 2, 3)),
            List.of(new Value(4, 0)));

    assertThat(
            NarrowConvolutions.of(
                symbol, Map.of("a_weight", weight(4, 3), "b_weight", weight(8, 4))))
        .containsExactly("a");
  }

  @Test
  void leavesDepthWiseConvolutionsAlone() {
    Node grouped =
        new Node(
            "Convolution",
            "a",
            Map.of("num_group", "8"),
            List.of(new Value(0, 0), new Value(1, 0)));
    Symbol symbol =
        new Symbol(
            List.of(node(Symbol.VARIABLE, "data"), node(Symbol.VARIABLE, "a_weight"), grouped),
            List.of(new Value(2, 0)));

    assertThat(NarrowConvolutions.of(symbol, Map.of("a_weight", weight(8, 1)))).isEmpty();
  }

  private static Node node(String op, String name, int... inputs) {
    return new Node(
        op, name, Map.of(), Arrays.stream(inputs).mapToObj(input -> new Value(input, 0)).toList());
  }

  private static Tensor weight(int outputs, int inputs) {
    return Tensor.of(List.of(outputs, inputs, 1, 1), new float[outputs * inputs]);
  }
}
