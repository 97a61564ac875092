package dev.retinagate.modeltools.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.retinagate.detection.Labels;
import dev.retinagate.detection.ModelDescription;
import dev.retinagate.detection.StageTimes;
import dev.retinagate.detection.Thresholds;
import dev.retinagate.modeltools.bench.BenchmarkReport.Figures;
import dev.retinagate.modeltools.evaluate.StageTotals;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class BenchmarkReportTest {

  private static final StageTotals TOTALS =
      new StageTotals(10, new StageTimes(20_000_000, 10_000_000, 400_000_000, 5_000_000));
  private static final Figures ONE = new Figures(1, List.of(20.0, 24.0, 10.0), TOTALS);
  private static final Figures TWO = new Figures(2, List.of(38.0, 46.0, 20.0), TOTALS);

  private static BenchmarkReport report(List<Figures> figures, double otherCores) {
    return new BenchmarkReport(
        new ModelDescription(
            "net",
            "nanodet",
            "int8",
            "avx512_vnni",
            Map.of(),
            new Thresholds(0.5f, 0.5f, 300),
            new Labels(List.of("cat")),
            Map.of(),
            Map.of()),
        new BenchmarkReport.Picture(640, 480, 128 * 1024),
        1,
        figures,
        new NetworkAlone(2_000_000_000, 32_000_000, OptionalLong.of(80_000_000)),
        60e9,
        OptionalLong.of(512L << 20),
        otherCores);
  }

  @Test
  void takesTheMedianSliceSoThatADisturbanceDoesNotCount() {
    assertThat(ONE.medianPerSecond()).isEqualTo(20);
  }

  @Test
  void comparesSliceWithSlice() {
    // 1.9, 1.917 and 2: the third was slow for both.
    assertThat(TWO.ratioTo(ONE)).isCloseTo(1.917, within(0.001));
  }

  @Test
  void rendersTheReportAsText() {
    assertThat(report(List.of(ONE, TWO), 0.04).text())
        .isEqualTo(
            """
            Model net, int8 by avx512_vnni, engine threads a worker: 1
            Picture 640×480, 128 KiB; in process, from encoded bytes to detections

            workers   images/s    decode   prepare   network      post    all ms
            1            20.00      2.00      1.00     40.00      0.50     43.50
            2            38.00      2.00      1.00     40.00      0.50     43.50

            network alone, whole, 1 worker: 2.00 GMAC in 32.00 ms: 62.5 GMAC/s, 104 % of fp32 peak
            its fp32 in turns with it: 80.00 ms; int8 is 2.50 × as fast
            network as the pictures needed it: 1.25 of the whole
            one core's peak, measured: 60.0 GMAC/s fp32 (120.0 GFLOPS)
            2 workers against 1: 1.92 ×
            memory: 512 MiB resident, all workers
            """);
  }

  @Test
  void warnsWhereTheMachineHadOtherWork() {
    assertThat(report(List.of(ONE), 0.8).text())
        .endsWith("note: other processes took 0.8 cores meanwhile; alone, it is faster\n");
  }
}
