package dev.retinagate.graph;

import static org.assertj.core.api.Assertions.assertThat;

import dev.retinagate.graph.Symbol.Value;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class WidenedInputTest {

  private static final String INPUT = "data";

  /** Two filters of three channels and 1 × 2 cells. */
  private static final Tensor NARROW =
      Tensor.of(List.of(2, 3, 1, 2), new float[] {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12});

  @Test
  void putsZerosBehindEachFiltersOwnChannels() {
    WidenedInput widened =
        WidenedInput.of(convolution(), INPUT, Map.of("first_weight", NARROW), List.of());

    Tensor weight = widened.parameters().get("first_weight");
    float[] values = new float[weight.elements()];
    weight.toFloats().get(values);
    assertThat(widened.added()).isEqualTo(1);
    assertThat(weight.shape()).containsExactly(2, 4, 1, 2);
    assertThat(values).containsExactly(1, 2, 3, 4, 5, 6, 0, 0, 7, 8, 9, 10, 11, 12, 0, 0);
  }

  @Test
  void leavesANetworkAloneWhoseFirstConvolutionStaysFp32() {
    assertUnchanged(convolution(), NARROW, List.of("first"));
  }

  @Test
  void leavesANetworkAloneThatHasFourChannelsAlready() {
    assertUnchanged(convolution(), Tensor.of(List.of(1, 4, 1, 1), new float[4]), List.of());
  }

  @Test
  void leavesAnInputAloneThatAnotherOperatorReadsToo() {
    SymbolBuilder builder = new SymbolBuilder();
    Value data = builder.variable(INPUT);
    Value first =
        builder.apply("Convolution", "first", List.of(data, builder.variable("first_weight")));
    Value pooled = builder.apply("Pooling", "pooled", List.of(data));

    assertUnchanged(builder.build(List.of(first, pooled)), NARROW, List.of());
  }

  private static void assertUnchanged(Symbol symbol, Tensor weight, List<String> excluded) {
    Map<String, Tensor> parameters = Map.of("first_weight", weight);

    assertThat(WidenedInput.of(symbol, INPUT, parameters, excluded))
        .isEqualTo(new WidenedInput(0, parameters));
  }

  private static Symbol convolution() {
    SymbolBuilder builder = new SymbolBuilder();
    return builder.build(
        List.of(
            builder.apply(
                "Convolution",
                "first",
                List.of(builder.variable(INPUT), builder.variable("first_weight")))));
  }
}
