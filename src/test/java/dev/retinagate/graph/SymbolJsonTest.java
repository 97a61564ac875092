package dev.retinagate.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.retinagate.graph.Symbol.Value;
import java.util.List;
import org.junit.jupiter.api.Test;

class SymbolJsonTest {

  private static Symbol sample() {
    SymbolBuilder builder = new SymbolBuilder();
    Value data = builder.variable("data");
    Value convolution =
        builder.apply(
            "Convolution",
            "conv",
            List.of(data, builder.variable("weight")),
            "kernel",
            "(3, 3)",
            "num_filter",
            "8");
    Value relu = builder.apply("Activation", "relu", List.of(convolution), "act_type", "relu");
    return builder.build(List.of(relu, convolution));
  }

  @Test
  void readsWhatItWrites() {
    assertThat(SymbolJson.read(SymbolJson.write(sample()))).isEqualTo(sample());
  }

  @Test
  void refusesTextThatIsNoJson() {
    assertThatThrownBy(() -> SymbolJson.read("{\"nodes\": ["))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("no JSON");
  }

  @Test
  void refusesANodeThatReadsALaterOne() {
    String json =
        """
        {"nodes": [{"op": "relu", "name": "a", "inputs": [[1, 0, 0]]},
                   {"op": "null", "name": "data", "inputs": []}], "heads": [[0, 0, 0]]}
        """;
    assertThatThrownBy(() -> SymbolJson.read(json))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("node 1");
  }

  @Test
  void refusesASymbolWithoutOutputs() {
    assertThatThrownBy(() -> SymbolJson.read("{\"nodes\": []}"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("no output");
  }
}
