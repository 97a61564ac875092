package dev.retinagate.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.retinagate.telemetry.PromQl.LabelMatcher;
import org.junit.jupiter.api.Test;

class PromQlTest {

  @Test
  void findsTheMetricsAndNothingElse() {
    assertThat(
            PromQl.metrics(
                "histogram_quantile(0.99, sum by (le, stage) (rate(a_bucket{stage=\"x\"}[5m]))) > 1.2 * min_over_time(b[1h]"
                    + " offset 3h) and on (job) c >= d unless absent(e == 1)"))
        .containsExactly("a_bucket", "b", "c", "d", "e");
  }

  @Test
  void findsTheConditionsOnLabels() {
    assertThat(PromQl.labelMatchers("rate(a{x=\"1\", y!~\"2|3\"}[5m]) / b{z=~\"4.*\"}"))
        .containsExactly(
            new LabelMatcher("a", "x", "=", "1"),
            new LabelMatcher("a", "y", "!~", "2|3"),
            new LabelMatcher("b", "z", "=~", "4.*"));
    assertThat(new LabelMatcher("b", "z", "=~", "4.*").accepts("42")).isTrue();
    assertThat(new LabelMatcher("a", "y", "!~", "2|3").accepts("3")).isFalse();
    assertThat(new LabelMatcher("a", "y", "!=", "2").accepts("2")).isFalse();
  }
}
