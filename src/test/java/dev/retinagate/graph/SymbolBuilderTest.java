package dev.retinagate.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.retinagate.graph.Symbol.Value;
import java.util.List;
import org.junit.jupiter.api.Test;

class SymbolBuilderTest {

  @Test
  void aVariableAskedForTwiceIsShared() {
    SymbolBuilder builder = new SymbolBuilder();

    assertThat(builder.variable("w")).isEqualTo(builder.variable("w"));
    assertThat(builder.build(List.of()).variables()).containsExactly("w");
  }

  @Test
  void refusesTwoOperatorsOfOneName() {
    SymbolBuilder builder = new SymbolBuilder();
    Value data = builder.variable("data");
    builder.apply("Activation", "relu", List.of(data), "act_type", "relu");

    assertThatThrownBy(() -> builder.apply("Activation", "relu", List.of(data)))
        .hasMessageContaining("relu");
  }

  @Test
  void writesTheJsonThatMxnetReads() throws Exception {
    SymbolBuilder builder = new SymbolBuilder();
    Value data = builder.variable("data");
    Value relu = builder.apply("Activation", "relu", List.of(data), "act_type", "relu");
    Value sum = builder.apply("elemwise_add", "sum", List.of(relu, data));

    JsonNode json = new ObjectMapper().readTree(SymbolJson.write(builder.build(List.of(sum))));

    assertThat(json.path("nodes")).hasSize(3);
    assertThat(json.path("nodes").get(0).path("op").asText()).isEqualTo("null");
    assertThat(json.path("nodes").get(1).path("attrs").path("act_type").asText()).isEqualTo("relu");
    assertThat(json.path("nodes").get(2).path("inputs").toString()).isEqualTo("[[1,0,0],[0,0,0]]");
    assertThat(json.path("arg_nodes").toString()).isEqualTo("[0]");
    assertThat(json.path("node_row_ptr").toString()).isEqualTo("[0,1,2,3]");
    assertThat(json.path("heads").toString()).isEqualTo("[[2,0,0]]");
  }
}
