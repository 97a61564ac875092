package dev.retinagate.modeltools.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.retinagate.image.PictureLimits;
import dev.retinagate.model.DetectorSettings;
import dev.retinagate.model.ModelRepository;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The built-in model, for a second, on a square picture: int8 computes less of others. */
class BenchmarkIT {

  /** Added up from the symbol's strides and paddings by an independent script. */
  private static final long NANODET_MACS = 2_090_083_840L;

  @Test
  void measuresTheWholeJobForEachNumberOfWorkers() throws Exception {
    BenchmarkReport report =
        Benchmark.run(
            new ModelRepository(Path.of("models")).open(ModelRepository.BUILT_IN),
            new DetectorSettings(PictureLimits.DEFAULT),
            Benchmark.syntheticPicture(640, 640),
            new BenchmarkSettings(List.of(1, 2), 1, Duration.ofSeconds(1)));
    assertThat(report.network().macs()).isEqualTo(NANODET_MACS);
    assertThat(report.figures()).extracting(BenchmarkReport.Figures::workers).containsExactly(1, 2);
    assertThat(report.figures())
        .allSatisfy(
            figures -> {
              assertThat(figures.perSecond())
                  .hasSize(10)
                  .allSatisfy(r -> assertThat(r).isPositive());
              assertThat(figures.totals().sum().networkNanos()).isPositive();
            });
    // A network cannot be faster than the peak says, and the peak is not that of scalar code.
    long fp32Nanos = report.network().fp32Nanos().orElse(report.network().nanos());
    // Other guests of the machine slow whole seconds of a measurement: the peak is sought longer.
    double peak = Math.max(report.peakMacsPerSecond(), FmaPeak.measure(Duration.ofSeconds(5)));
    assertThat(report.network().macs() / (fp32Nanos / 1e9)).isLessThan(1.1 * peak);
    assertThat(report.peakMacsPerSecond()).isGreaterThan(15e9);
    assertThat(report.residentBytes().orElseThrow()).isGreaterThan(100L << 20);
  }
}
