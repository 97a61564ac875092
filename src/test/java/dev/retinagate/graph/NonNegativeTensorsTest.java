package dev.retinagate.graph;

import static org.assertj.core.api.Assertions.assertThat;

import dev.retinagate.graph.Symbol.Value;
import java.util.List;
import org.junit.jupiter.api.Test;

class NonNegativeTensorsTest {

  @Test
  void findsTheOutputsOfAReluAndOfOperatorsThatKeepTheSign() {
    SymbolBuilder builder = new SymbolBuilder();
    Value data = builder.variable("data");
    Value relu = builder.apply("Activation", "relu", List.of(data), "act_type", "relu");
    Value leaky = builder.apply("LeakyReLU", "leaky", List.of(data), "act_type", "leaky");
    Value pool = builder.apply("Pooling", "pool", List.of(relu));
    Value sum = builder.apply("elemwise_add", "sum", List.of(relu, pool));
    Value mixed = builder.apply("Concat", "mixed", List.of(relu, leaky));
    Value padded = builder.apply("Pad", "padded", List.of(relu));
    Value convolution = builder.apply("Convolution", "conv", List.of(relu));
    Symbol symbol = builder.build(List.of(sum, mixed, padded, convolution));
    assertThat(NonNegativeTensors.neverNegative(symbol))
        .containsExactly("relu", "pool", "sum", "padded");
  }
}
