package dev.retinagate.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.retinagate.graph.Symbol.Value;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MultiplyAccumulatesTest {

  private final SymbolBuilder builder = new SymbolBuilder();
  private final Value data = builder.variable("data");

  private Value convolution(String name, Value input, String weight) {
    return builder.apply("Convolution", name, List.of(input, builder.variable(weight)));
  }

  @Test
  void countsEveryOutputElementOnceForEachWeightOfItsFilter() {
    Symbol symbol = builder.build(List.of(convolution("a", data, "w")));
    Map<String, List<Integer>> shapes =
        Map.of("w", List.of(32, 3, 5, 7), "a_output", List.of(1, 32, 10, 20));
    assertThat(MultiplyAccumulates.count(symbol, shapes)).isEqualTo(32L * 10 * 20 * 3 * 5 * 7);
  }

  @Test
  void countsSharedWeightsWhereverTheyAreUsed() {
    Value first = convolution("a", data, "w");
    Symbol symbol = builder.build(List.of(convolution("b", first, "w")));
    Map<String, List<Integer>> shapes =
        Map.of(
            "w", List.of(8, 8, 1, 1),
            "a_output", List.of(1, 8, 4, 4),
            "b_output", List.of(1, 8, 2, 2));
    assertThat(MultiplyAccumulates.count(symbol, shapes)).isEqualTo((128 + 32) * 8);
  }

  @Test
  void namesTheTensorWhoseShapeIsMissing() {
    Symbol symbol = builder.build(List.of(convolution("a", data, "w")));
    assertThatThrownBy(() -> MultiplyAccumulates.count(symbol, Map.of("w", List.of(8, 8, 1, 1))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("a_output");
  }
}
