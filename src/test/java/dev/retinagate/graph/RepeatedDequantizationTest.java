package dev.retinagate.graph;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RepeatedDequantizationTest {

  @Test
  void makesAnOutputTheTensorThatWasDequantizedOnce() {
    String nodes =
        "\"nodes\":["
            + "{\"op\":\"conv\",\"name\":\"c\",\"inputs\":[]},"
            + "{\"op\":\"_contrib_dequantize\",\"name\":\"d\",\"inputs\":[[0,0,0],[0,1,0],[0,2,0]]},"
            + "{\"op\":\"_contrib_dequantize\",\"name\":\"d\",\"inputs\":[[1,0,0],[1,1,0],[1,2,0]]}"
            + "]";
    assertThat(RepeatedDequantization.remove("{" + nodes + ",\"heads\":[[2,0,0],[1,0,0],[0,0,0]]}"))
        .isEqualTo("{" + nodes + ",\"heads\":[[1,0,0],[1,0,0],[0,0,0]]}");
  }
}
