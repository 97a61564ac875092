package dev.retinagate.modeltools.evaluate;

import dev.retinagate.config.FileProblem;
import dev.retinagate.detection.DetectionQuery;
import dev.retinagate.detection.Detections;
import dev.retinagate.detection.Detector;
import dev.retinagate.detection.PictureException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Measures a detector against the true objects of pictures. Blocks until the detector has seen all
 * of them.
 */
public final class Evaluation {

  /**
   * The default query: as keras-retinanet's evaluation does, score 0.05 and more, the best hundred.
   * A higher threshold cuts the curve short and lowers every figure.
   */
  public static final DetectionQuery DEFAULT_QUERY =
      DetectionQuery.of(0.05f, CocoProtocol.MAX_DETECTIONS);

  /** Receives the progress of an evaluation. */
  @FunctionalInterface
  public interface Progress {

    /** {@code done} of {@code total} pictures are finished. */
    void finished(int done, int total);
  }

  private Evaluation() {}

  /**
   * Runs the detector on every picture. A picture that cannot be used is listed in the report and
   * leaves the figures alone; the others go on.
   *
   * @param detector used by the calling thread alone, and left open
   * @param truth the pictures and their objects
   * @param query for the detector; {@link #DEFAULT_QUERY} for comparable figures
   * @param progress called after each picture, on the calling thread
   * @throws dev.retinagate.detection.DetectorException if the engine fails
   */
  public static EvaluationReport run(
      Detector detector, GroundTruth truth, DetectionQuery query, Progress progress) {
    CocoEvaluator evaluator = new CocoEvaluator();
    StageTotals times = StageTotals.NONE;
    List<EvaluationReport.Failure> failures = new ArrayList<>();
    int done = 0;
    for (Path picture : truth.pictures()) {
      try {
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(picture));
        Detections answer = detector.detect(bytes, query);
        evaluator.add(
            truth.objectsIn(picture, answer.imageWidth(), answer.imageHeight()), answer.found());
        times = times.plus(answer.times());
      } catch (PictureException | GroundTruthException e) {
        failures.add(new EvaluationReport.Failure(picture, e.getMessage()));
      } catch (IOException e) {
        failures.add(
            new EvaluationReport.Failure(picture, "cannot be read: " + FileProblem.reason(e)));
      }
      done++;
      progress.finished(done, truth.pictures().size());
    }
    return new EvaluationReport(
        detector.model().name(),
        evaluator.summary(),
        truth.classNames(),
        times,
        failures,
        truth.remarks());
  }
}
