package dev.retinagate.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.retinagate.graph.Int8Plan.Range;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class Int8PlanTest {

  private static Int8Plan plan() {
    Map<String, Range> ranges = new LinkedHashMap<>();
    ranges.put("conv1", new Range(-0.1f, 1e-7f));
    ranges.put("act0", new Range(0, 12.25f));
    return new Int8Plan(ranges, List.of("conv0"));
  }

  @Test
  void writesRemarksExclusionsAndRangesInOrder() {
    assertThat(plan().write(List.of("made by hand")))
        .isEqualTo(
            """
            # made by hand
            fp32 conv0
            conv1 -0.1 1.0E-7
            act0 0.0 12.25
            """);
  }

  @Test
  void readsWhatItWrites() {
    assertThat(Int8Plan.read(plan().write(List.of("made by hand")))).isEqualTo(plan());
  }

  @Test
  void namesTheFirstMalformedLine() {
    assertThatThrownBy(() -> Int8Plan.read("act0 0 1\nact1 0"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("line 2")
        .hasMessageContaining("act1 0");
  }

  @Test
  void refusesATensorThatHasARangeAlready() {
    assertThatThrownBy(() -> Int8Plan.read("act0 0 1\nact0 0 2"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("act0");
  }

  @Test
  void refusesARangeThatIsReversedOrNotFinite() {
    assertThatThrownBy(() -> Int8Plan.read("act0 2 1"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Int8Plan.read("act0 NaN 1"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Int8Plan.read("act0 0 Infinity"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void derivesTheRangesOfNodesThatOnlyRearrangeValues() {
    SymbolBuilder builder = new SymbolBuilder();
    Symbol.Value data = builder.variable("data");
    Symbol.Value padded = builder.apply("Pad", "padded", List.of(data));
    Symbol.Value doubled = builder.apply("UpSampling", "doubled", List.of(padded));
    Symbol.Value unseen = builder.apply("Convolution", "unseen", List.of(doubled));
    Int8Plan plan = Int8Plan.read("data 1 2").completedFor(builder.build(List.of(unseen)));
    assertThat(plan.ranges())
        .containsOnly(
            Map.entry("data", new Int8Plan.Range(1, 2)),
            Map.entry("padded", new Int8Plan.Range(0, 2)),
            Map.entry("doubled", new Int8Plan.Range(0, 2)));
  }

  @Test
  void givesConcatenatedTensorsOneScale() {
    SymbolBuilder builder = new SymbolBuilder();
    Symbol symbol =
        builder.build(
            List.of(
                builder.apply(
                    "Concat", "both", List.of(builder.variable("a"), builder.variable("b")))));

    assertThat(Int8Plan.read("a -9 1\nb -10 1").completedFor(symbol).ranges())
        .containsEntry("a", new Range(-10, 10));
  }
}
