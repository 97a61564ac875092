package dev.retinagate.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.retinagate.detection.Detection;
import dev.retinagate.detection.DetectionQuery;
import dev.retinagate.detection.Detector;
import dev.retinagate.detection.DetectorFactory;
import dev.retinagate.engine.MxnetEnvironment;
import dev.retinagate.image.PictureLimits;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A picture that is divided among the cores gets the answer that it gets on one of them. */
class LonePictureIT {

  private static final Path CAT = Path.of("src/test/resources/pictures/chelsea.jpg");
  private static final Offset<Float> TOLERANCE = Offset.offset(1e-4f);
  private static final int TURNS = 4;

  @BeforeAll
  static void prepare() {
    MxnetEnvironment.prepare(Runtime.getRuntime().availableProcessors());
  }

  /** In turns: a primitive that is used on the wrong number of threads leaves out a part. */
  @ParameterizedTest
  @EnumSource(names = {"FP32", "INT8"})
  void hasTheAnswerOfOneThread(Precision precision) throws Exception {
    DetectorFactory detectors =
        DetectorFamilies.detectorsOnAnyProcessor(
            ModelRepository.builtIn(), new DetectorSettings(PictureLimits.DEFAULT).with(precision));
    try (DetectorThread one = new DetectorThread(detectors.onThreads(1));
        DetectorThread divided = new DetectorThread(detectors.onThreads(2))) {
      for (int turn = 0; turn < TURNS; turn++) {
        List<Detection> expected = one.detect();
        List<Detection> found = divided.detect();
        assertThat(expected).extracting(Detection::label).contains("cat");
        assertThat(found)
            .extracting(Detection::label)
            .isEqualTo(expected.stream().map(Detection::label).toList());
        for (int i = 0; i < found.size(); i++) {
          assertThat(found.get(i).score()).isCloseTo(expected.get(i).score(), TOLERANCE);
        }
      }
    }
  }

  /** A detector and the thread that it belongs to. */
  private static final class DetectorThread implements AutoCloseable {

    private final ExecutorService thread = Executors.newSingleThreadExecutor();
    private final Detector detector;

    DetectorThread(DetectorFactory detectors) throws ExecutionException, InterruptedException {
      detector = thread.submit(detectors::create).get();
    }

    List<Detection> detect() throws ExecutionException, InterruptedException {
      return thread
          .submit(
              () ->
                  detector
                      .detect(ByteBuffer.wrap(Files.readAllBytes(CAT)), DetectionQuery.of(0.3f, 10))
                      .found())
          .get();
    }

    @Override
    public void close() {
      thread.execute(detector::close);
      thread.shutdown();
    }
  }
}
