package dev.retinagate.graph;

import static org.assertj.core.api.Assertions.assertThat;

import dev.retinagate.graph.Int8Plan.Range;
import dev.retinagate.graph.Symbol.Value;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SharedRangesTest {

  private static final Symbol TWO_CONCATENATIONS_WITH_ONE_PART_IN_BOTH = symbol();

  @Test
  void givesPartsOfNearlyEqualRangesTheWidest() {
    Map<String, Range> shared =
        SharedRanges.of(
            TWO_CONCATENATIONS_WITH_ONE_PART_IN_BOTH,
            Map.of("a", new Range(-1, 9), "b", new Range(-10, 2)));

    assertThat(shared).isEqualTo(Map.of("a", new Range(-10, 10), "b", new Range(-10, 2)));
  }

  @Test
  void reachesThroughAPartOfTwoConcatenations() {
    Map<String, Range> shared =
        SharedRanges.of(
            TWO_CONCATENATIONS_WITH_ONE_PART_IN_BOTH,
            Map.of("a", new Range(-9, 9), "b", new Range(-10, 10), "c", new Range(-11, 11)));

    assertThat(shared.values()).containsOnly(new Range(-11, 11));
  }

  @Test
  void keepsATensorWithoutNegativeValuesWithoutThem() {
    Map<String, Range> shared =
        SharedRanges.of(
            TWO_CONCATENATIONS_WITH_ONE_PART_IN_BOTH,
            Map.of("a", new Range(0, 9), "b", new Range(0, 10)));

    assertThat(shared.get("a")).isEqualTo(new Range(0, 10));
  }

  @Test
  void leavesANarrowPartAndWhatIsNotConcatenatedAlone() {
    Map<String, Range> ranges =
        Map.of("a", new Range(-8, 8), "b", new Range(-10, 10), "other", new Range(-9, 9));

    assertThat(SharedRanges.of(TWO_CONCATENATIONS_WITH_ONE_PART_IN_BOTH, ranges)).isEqualTo(ranges);
  }

  private static Symbol symbol() {
    SymbolBuilder builder = new SymbolBuilder();
    Value a = builder.variable("a");
    Value b = builder.variable("b");
    Value c = builder.variable("c");
    Value other = builder.variable("other");
    return builder.build(
        List.of(
            builder.apply("Concat", "ab", List.of(a, b)),
            builder.apply("Concat", "bc", List.of(b, c)),
            builder.apply("elemwise_add", "sum", List.of(a, other))));
  }
}
