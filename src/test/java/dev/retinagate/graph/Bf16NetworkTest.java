package dev.retinagate.graph;

import static org.assertj.core.api.Assertions.assertThat;

import dev.retinagate.graph.Symbol.Node;
import dev.retinagate.graph.Symbol.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class Bf16NetworkTest {

  private final List<Node> nodes = new ArrayList<>();

  private Value node(String op, String name, Value... inputs) {
    nodes.add(new Node(op, name, Map.of(), List.of(inputs)));
    return new Value(nodes.size() - 1, 0);
  }

  private Value variable(String name) {
    return node(Symbol.VARIABLE, name);
  }

  private Value convolution(String name, Value data) {
    return node("Convolution", name, data, variable(name + "_weight"), variable(name + "_bias"));
  }

  /** A tensor that is not the picture. */
  private Value inner() {
    return node("UpSampling", "inner", variable("data"));
  }

  private Bf16Network network(Value... heads) {
    return Bf16Network.of(new Symbol(nodes, List.of(heads)));
  }

  /** Each node with the names of what it reads. */
  private static List<String> lines(Bf16Network network) {
    Symbol symbol = network.symbol();
    return symbol.nodes().stream()
        .filter(node -> !node.op().equals(Symbol.VARIABLE))
        .map(
            node ->
                node.name()
                    + node.inputs().stream()
                        .map(input -> symbol.nodes().get(input.node()).name())
                        .toList())
        .toList();
  }

  @Test
  void leavesThePictureInFp32AndCastsOnceAndTheOutputsBack() {
    Value picture = convolution("p", variable("data"));
    Value first = convolution("a", picture);
    Value second = convolution("b", picture);

    Bf16Network network = network(first, second);

    assertThat(lines(network))
        .containsExactly(
            "p[data, p_weight, p_bias]",
            "p_bfloat16[p]",
            "a[p_bfloat16, a_weight, a_bias]",
            "b[p_bfloat16, b_weight, b_bias]",
            "a_float32[a]",
            "b_float32[b]");
    assertThat(network.symbol().heads())
        .extracting(head -> network.symbol().nodes().get(head.node()).name())
        .containsExactly("a_float32", "b_float32");
    assertThat(network.parameters())
        .containsExactlyInAnyOrder("a_weight", "a_bias", "b_weight", "b_bias");
  }

  @Test
  void keepsAnActivationBehindAConvolutionInBf16SoThatTheyFuse() {
    Value relu = node("Activation", "relu", convolution("a", inner()));

    assertThat(lines(network(convolution("b", relu))))
        .contains("relu[a]", "b[relu, b_weight, b_bias]");
  }

  @Test
  void givesFp32ToAnOperatorThatTheEngineHasNotInBf16() {
    Value resized = node("UpSampling", "up", convolution("a", inner()));

    assertThat(lines(network(convolution("b", resized))))
        .containsSubsequence("a_float32[a]", "up[a_float32]", "up_bfloat16[up]");
  }

  @Test
  void addsInFp32WhereOneSideIsFp32() {
    Value data = inner();
    Value sum = node("elemwise_add", "sum", convolution("a", data), data);

    assertThat(lines(network(sum))).containsSubsequence("a_float32[a]", "sum[a_float32, inner]");
  }

  @Test
  void isTheSameNetworkWhereNothingConvolves() {
    Value relu = node("Activation", "relu", variable("data"));

    assertThat(network(relu).symbol()).isEqualTo(new Symbol(nodes, List.of(relu)));
    assertThat(network(relu).parameters()).isEmpty();
  }
}
