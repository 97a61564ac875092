package dev.retinagate.modeltools.bench;

import dev.retinagate.detection.DetectionQuery;
import dev.retinagate.detection.Detector;
import dev.retinagate.detection.PictureException;
import dev.retinagate.engine.MxnetEnvironment;
import dev.retinagate.model.DetectorFamilies;
import dev.retinagate.model.DetectorSettings;
import dev.retinagate.model.ModelBundle;
import dev.retinagate.os.ResidentMemory;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import java.util.function.Consumer;

/**
 * Pictures of many sizes in a row, repeated in rounds: a network that is set up anew for each size,
 * or memory that is kept for each, shows in the rounds.
 */
public final class SizeRounds {

  private static final long SEED = 20_261_124;
  private static final int SHORTEST_SIDE = 240;
  private static final int MAX_SIDE = 1_600;
  private static final double MIB = 1 << 20;
  private static final double NANOS_PER_MS = Duration.ofMillis(1).toNanos();

  private SizeRounds() {}

  /**
   * Runs one worker on the calling thread. Prepares the engine for this process, so it must come
   * before any other use of it.
   *
   * @param engineThreads threads that the engine uses, at least 1
   * @param sizes how many different sizes, at least 1
   * @param rounds how often the sizes are repeated, at least 1
   * @param log receives a line for each round, and at the end the ratio of the last to the first
   * @throws PictureException if a picture is refused, which would be a defect
   */
  public static void run(
      ModelBundle bundle,
      DetectorSettings detecting,
      int engineThreads,
      int sizes,
      int rounds,
      Consumer<String> log)
      throws PictureException {
    MxnetEnvironment.prepare(engineThreads);
    DetectionQuery query = Benchmark.ownQuery(bundle);
    List<ByteBuffer> pictures = pictures(sizes);
    List<Long> nanos = new ArrayList<>();
    List<OptionalLong> resident = new ArrayList<>();
    try (Detector detector = DetectorFamilies.detectors(bundle, detecting).create()) {
      for (int round = 1; round <= rounds; round++) {
        long start = System.nanoTime();
        for (ByteBuffer picture : pictures) {
          detector.detect(picture.duplicate(), query);
        }
        nanos.add(System.nanoTime() - start);
        resident.add(ResidentMemory.bytes());
        log.accept(
            String.format(
                Locale.ROOT,
                "round %d: %d pictures of %d sizes, %.1f ms each, %s resident",
                round,
                sizes * round,
                sizes,
                nanos.get(round - 1) / NANOS_PER_MS / sizes,
                mebibytes(resident.get(round - 1))));
      }
    }
    if (rounds > 1) {
      log.accept(
          String.format(
              Locale.ROOT,
              "round 2 took %.3f of round 1; resident after round %d is %.3f of that after round 1",
              (double) nanos.get(1) / nanos.get(0),
              rounds,
              (double) resident.get(rounds - 1).orElse(0) / resident.get(0).orElse(1)));
    }
  }

  private static List<ByteBuffer> pictures(int sizes) {
    SplittableRandom random = new SplittableRandom(SEED);
    List<ByteBuffer> pictures = new ArrayList<>();
    for (int i = 0; i < sizes; i++) {
      pictures.add(SyntheticPicture.jpeg(side(random), side(random)));
    }
    return pictures;
  }

  private static int side(SplittableRandom random) {
    return random.nextInt(SHORTEST_SIDE, MAX_SIDE + 1);
  }

  private static String mebibytes(OptionalLong bytes) {
    return bytes.isEmpty()
        ? "unknown"
        : String.format(Locale.ROOT, "%.0f MiB", bytes.getAsLong() / MIB);
  }
}
