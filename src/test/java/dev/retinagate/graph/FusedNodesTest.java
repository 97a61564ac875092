package dev.retinagate.graph;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class FusedNodesTest {

  /** A convolution with its activation, then a pooling that is not fused. */
  private static final FusedNodes NODES =
      new FusedNodes(
          """
          {"nodes": [
            {"op": "null", "name": "data", "inputs": []},
            {"op": "_sg_mkldnn_conv", "name": "sg_0", "inputs": [[0, 0, 0]],
             "subgraphs": [{"nodes": [
               {"op": "null", "name": "data0", "inputs": []},
               {"op": "Convolution", "name": "conv0", "inputs": [[0, 0, 0]]},
               {"op": "Activation", "name": "act0", "inputs": [[1, 0, 0]]}],
               "heads": [[2, 0, 0]]}]},
            {"op": "Pooling", "name": "pool0", "inputs": [[1, 0, 0]]}],
           "heads": [[2, 0, 0]]}
          """);

  @Test
  void findsTheOriginalNodeWithTheSameOutput() {
    assertThat(NODES.original("sg_0")).isEqualTo("act0");
    assertThat(NODES.original("pool0")).isEqualTo("pool0");
    assertThat(NODES.original("data")).isEqualTo("data");
  }

  @Test
  void listsTheRemainingOutputs() {
    assertThat(NODES.outputs()).containsExactly("act0", "pool0");
  }

  @Test
  void findsTheFusedNodeThatHoldsAConvolution() {
    assertThat(NODES.holding(List.of("conv0"))).containsExactly("sg_0");
    assertThat(NODES.holding(List.of("conv7"))).isEmpty();
  }
}
