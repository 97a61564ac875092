package dev.retinagate.loadtest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ReportTest {

  private static final Path SAMPLE = Path.of("src/test/resources/report");

  @Test
  void tellsWhatWasMeasuredAndWhatWasNotMet() throws IOException {
    assertThat(ReportRows.markdown(Report.read(SAMPLE)))
        .isEqualTo(
            """
            | | seen | demanded | command in `loadtest/` |
            |---|---|---|---|
            | 10 × the capacity for 60 s, open model: goodput / peak | 0.96 | ≥ 0.95 | `run.sh Overload` |
            | … p99 of the 503s, ms | 23 (not met) | ≤ 20 | `run.sh Overload` |
            | event loop, µs a refusal, 34 KB picture | 21.8 | ≤ 50 | `rejection.sh` |
            | … with 160 KB to drop, µs | 54.6 |  | `rejection.sh` |
            | … with 270 KB to drop, µs | none |  | `rejection.sh` |
            """);
  }

  @Test
  void plotsEveryStepOfTheRamp() throws IOException {
    var points = Report.points(Report.read(SAMPLE).get("RampToCapacity"));

    String svg = new GoodputPlot(points, "A machine <x>, today").svg();

    assertThat(points).hasSize(3);
    assertThat(svg).contains("A machine &lt;x&gt;, today").containsPattern("(?s)(<circle.*){3}");
    // The first step at the left edge; the highest goodput a tenth below the top.
    assertThat(svg).contains("<circle cx=\"64.0\"").contains("cy=\"84.0\"");
    assertThat(new GoodputPlot(points, "A machine <x>, today").svg()).isEqualTo(svg);
  }

  @Test
  void plotsWhatIsServedInFullOnTheLineOfAllThatIsOffered() {
    var served = Stream.of(10, 20, 40).map(rate -> new GoodputPlot.Point(rate, rate)).toList();

    String svg = new GoodputPlot(served, "today").svg();

    // Half way on a logarithmic axis, and half as high.
    assertThat(svg.split(" 380.0,224.0 ", -1)).hasSize(3);
  }
}
