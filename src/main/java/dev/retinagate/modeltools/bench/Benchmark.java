package dev.retinagate.modeltools.bench;

import dev.retinagate.detection.DetectionQuery;
import dev.retinagate.detection.PictureException;
import dev.retinagate.detection.Thresholds;
import dev.retinagate.engine.MxnetEnvironment;
import dev.retinagate.image.PictureHeader;
import dev.retinagate.model.DetectorFamilies;
import dev.retinagate.model.DetectorSettings;
import dev.retinagate.model.ModelBundle;
import dev.retinagate.model.Precision;
import dev.retinagate.modeltools.bench.BenchmarkReport.Figures;
import dev.retinagate.modeltools.bench.WorkerPool.Slice;
import dev.retinagate.modeltools.evaluate.StageTotals;
import dev.retinagate.os.ResidentMemory;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Measures the whole job in process, encoded bytes to detections, on one picture again and again.
 *
 * <p>Numbers of workers are compared in alternation, a short slice of time each, so that what else
 * happens on the machine happens to all of them. Rates are medians over the slices.
 */
public final class Benchmark {

  /** Slices a number of workers is measured in. */
  private static final int ROUNDS = 10;

  private static final Duration PEAK_DURATION = Duration.ofSeconds(1);

  /** The network alone is measured for this part of the duration. */
  private static final int NETWORK_PART = 2;

  private Benchmark() {}

  /** A picture as a camera would make it, the same at every call, as JPEG. */
  public static ByteBuffer syntheticPicture(int width, int height) {
    return SyntheticPicture.jpeg(width, height);
  }

  /**
   * Measures a model. Blocks for as long as the settings say, and some seconds more. Prepares the
   * engine for this process, so it must come before any other use of it.
   *
   * @param picture encoded, from position to limit
   * @throws PictureException if the picture cannot be used
   * @throws dev.retinagate.detection.DetectorException if the model cannot be loaded or run
   */
  public static BenchmarkReport run(
      ModelBundle bundle,
      DetectorSettings detecting,
      ByteBuffer picture,
      BenchmarkSettings settings)
      throws PictureException {
    MxnetEnvironment.prepare(settings.engineThreads());
    PictureHeader header = PictureHeader.read(picture, detecting.limits());
    double peak = FmaPeak.measure(PEAK_DURATION);
    var factory = DetectorFamilies.detectors(bundle, detecting);
    NetworkAlone network =
        NetworkAlone.measure(
            bundle,
            Precision.of(factory.model().precision()),
            picture,
            header,
            settings.duration().dividedBy(NETWORK_PART));
    try (WorkerPool crew =
        WorkerPool.of(factory, settings.mostWorkers(), picture, ownQuery(bundle))) {
      CpuUse before = CpuUse.now();
      List<Figures> figures = measure(crew, settings);
      double othersCores = CpuUse.now().coresOfOthersSince(before);
      return new BenchmarkReport(
          factory.model(),
          new BenchmarkReport.Picture(
              header.uprightWidth(), header.uprightHeight(), picture.remaining()),
          settings.engineThreads(),
          figures,
          network,
          // Again, since another guest of the machine may have slowed the first for all its length.
          Math.max(peak, FmaPeak.measure(PEAK_DURATION)),
          ResidentMemory.bytes(),
          othersCores);
    }
  }

  /** The model's default query. */
  static DetectionQuery ownQuery(ModelBundle bundle) {
    Thresholds thresholds = bundle.spec().thresholds();
    return DetectionQuery.of(thresholds.score(), thresholds.maxDetections());
  }

  private static List<Figures> measure(WorkerPool crew, BenchmarkSettings settings)
      throws PictureException {
    Duration slice = settings.duration().dividedBy(ROUNDS);
    // The just-in-time compiler and the engine settle on the way; not counted.
    crew.work(settings.mostWorkers(), slice.multipliedBy(2));
    Map<Integer, List<Slice>> slices = new LinkedHashMap<>();
    for (int round = 0; round < ROUNDS; round++) {
      for (int workers : settings.workers()) {
        slices.computeIfAbsent(workers, w -> new ArrayList<>()).add(crew.work(workers, slice));
      }
    }
    List<Figures> figures = new ArrayList<>();
    slices.forEach((workers, parts) -> figures.add(summarise(workers, parts)));
    return figures;
  }

  private static Figures summarise(int workers, List<Slice> slices) {
    StageTotals totals =
        slices.stream().map(Slice::totals).reduce(StageTotals.NONE, StageTotals::plus);
    return new Figures(workers, slices.stream().map(Slice::perSecond).toList(), totals);
  }
}
