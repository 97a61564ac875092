package dev.retinagate.modeltools.quantize;

import static org.assertj.core.api.Assertions.assertThat;

import dev.retinagate.graph.Int8Plan;
import dev.retinagate.graph.Int8Plan.Range;
import dev.retinagate.graph.Symbol;
import dev.retinagate.graph.Symbol.Value;
import dev.retinagate.graph.SymbolBuilder;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;

/** Measurements are functions of the plan; a plan's range shows its method. */
class PlanSearchTest {

  private static final double GOOD = 10;

  private static Symbol network() {
    SymbolBuilder builder = new SymbolBuilder();
    Value value = builder.variable("data");
    for (String name : List.of("a", "b", "c")) {
      value =
          builder.apply("Convolution", name, List.of(value, builder.variable(name + "_weight")));
    }
    return builder.build(List.of(value));
  }

  private static Int8Plan plan(RangeMethod method) {
    return new Int8Plan(Map.of("data", new Range(0, (float) method.share())), List.of());
  }

  private static PlanMetric yardstick(ToDoubleFunction<Int8Plan> measure) {
    return new PlanMetric() {
      @Override
      public double measure(Int8Plan plan) {
        return measure.applyAsDouble(plan);
      }

      @Override
      public double goodEnough() {
        return GOOD;
      }

      @Override
      public String text(double value) {
        return "" + value;
      }
    };
  }

  private static PlanSearch.Found search(
      ToDoubleFunction<Int8Plan> value, ToDoubleFunction<Int8Plan> rank) throws Exception {
    return new PlanSearch(yardstick(value), yardstick(rank), line -> {})
        .search(PlanSearchTest::plan, network());
  }

  private static double share(Int8Plan plan) {
    return plan.ranges().get("data").max();
  }

  @Test
  void takesTheMethodThatMeasuresBestAndLeavesNothingInFp32IfThatIsGoodEnough() throws Exception {
    PlanSearch.Found found =
        search(plan -> share(plan) == 0.9999f ? GOOD : 0, plan -> plan.excluded().size());
    assertThat(found.method().name()).isEqualTo("percentile-99.99");
    assertThat(found.plan().excluded()).isEmpty();
  }

  @Test
  void takesThePlainestMethodOfEquals() throws Exception {
    assertThat(search(plan -> GOOD, plan -> 0).method().name()).isEqualTo("min-max");
  }

  @Test
  void excludesTheNoisiestLayersUntilThePlanIsGoodEnough() throws Exception {
    Map<String, Double> noise = Map.of("a", 0.5, "b", 0.1, "c", 3.0);
    PlanSearch.Found found =
        search(
            plan -> plan.excluded().equals(List.of("c", "a")) ? GOOD : plan.excluded().size(),
            plan -> plan.excluded().stream().mapToDouble(noise::get).sum());
    assertThat(found.plan().excluded()).containsExactly("c", "a");
    assertThat(found.value()).isEqualTo(GOOD);
  }

  @Test
  void excludesNothingThatDoesNotHelp() throws Exception {
    PlanSearch.Found found =
        search(plan -> 1 - plan.excluded().size(), plan -> plan.excluded().size());
    assertThat(found.plan().excluded()).isEmpty();
  }

  @Test
  void excludesALayerWhereverItIsUsed() throws Exception {
    SymbolBuilder builder = new SymbolBuilder();
    Value data = builder.variable("data");
    Value weight = builder.variable("weight");
    Value first = builder.apply("Convolution", "P3", List.of(data, weight));
    Value second = builder.apply("Convolution", "P4", List.of(first, weight));
    PlanMetric size = yardstick(plan -> plan.excluded().size());

    PlanSearch.Found found =
        new PlanSearch(size, size, line -> {})
            .search(PlanSearchTest::plan, builder.build(List.of(second)));

    assertThat(found.plan().excluded()).containsExactly("P3", "P4");
  }
}
