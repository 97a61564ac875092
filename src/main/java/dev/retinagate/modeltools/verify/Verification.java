package dev.retinagate.modeltools.verify;

import dev.retinagate.config.FileNames;
import dev.retinagate.config.FileProblem;
import dev.retinagate.detection.Detection;
import dev.retinagate.detection.DetectionQuery;
import dev.retinagate.detection.Detections;
import dev.retinagate.detection.Detector;
import dev.retinagate.detection.PictureException;
import dev.retinagate.model.DetectorFamilies;
import dev.retinagate.model.DetectorSettings;
import dev.retinagate.model.ModelBundle;
import dev.retinagate.model.Precision;
import dev.retinagate.model.PrecisionLoss;
import dev.retinagate.modeltools.ModelToolException;
import dev.retinagate.modeltools.evaluate.CocoEvaluator;
import dev.retinagate.modeltools.evaluate.Evaluation;
import dev.retinagate.modeltools.evaluate.GroundTruth;
import dev.retinagate.modeltools.evaluate.GroundTruthException;
import dev.retinagate.modeltools.evaluate.TrueObject;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Measures what a precision loses against fp32: every picture through a detector of each. With
 * known objects the loss of mean average precision decides, without them every single detection.
 */
public final class Verification {

  /** The loss of mean average precision that is accepted. */
  public static final double MAP_BOUND = 0.005;

  private static final double ROUND = 10_000;

  /** Told of the progress. */
  public interface Watcher {

    /** One more picture is finished, or left out. */
    void finished();

    /** A picture cannot be used. */
    void leftOut(String reason);
  }

  private final GroundTruth truth;
  private final boolean labelled;
  private final Watcher watcher;

  private final CocoEvaluator fp32Accuracy = new CocoEvaluator();
  private final CocoEvaluator accuracy = new CocoEvaluator();
  private int pictures;

  private Verification(GroundTruth truth, boolean labelled, Watcher watcher) {
    this.truth = truth;
    this.labelled = labelled;
    this.watcher = watcher;
  }

  /**
   * Runs both detectors on all pictures; the engine must have been prepared.
   *
   * @param precision not {@code AUTO} or {@code FP32}
   * @param pictures files, if their objects are not known
   * @param truth the pictures and their objects, if known
   * @param watcher told of each picture
   * @throws ModelToolException if no picture can be used
   * @throws dev.retinagate.detection.DetectorException if the model cannot be computed in that
   *     precision here
   */
  public static PrecisionLoss run(
      ModelBundle bundle,
      DetectorSettings settings,
      Precision precision,
      List<Path> pictures,
      Optional<GroundTruth> truth,
      Watcher watcher) {
    return new Verification(
            truth.orElseGet(() -> new UnknownObjects(pictures)), truth.isPresent(), watcher)
        .run(bundle, settings, precision);
  }

  /** A loss for people, line by line, with the rule by which it is accepted or not. */
  public static List<String> report(Precision precision, PrecisionLoss loss) {
    List<String> lines = new ArrayList<>();
    lines.add(
        String.format(
            Locale.ROOT,
            "%s by %s against fp32, %d pictures, %d detections: %d unmatched, %d farther apart than"
                + " scores %s and boxes %.0f px; at most %.4f and %.1f px",
            precision.word(),
            loss.isa(),
            loss.pictures(),
            loss.detections(),
            loss.unmatched(),
            loss.beyond(),
            Difference.SCORE_BOUND,
            Difference.BOX_BOUND,
            loss.scoreDifference(),
            loss.boxDifference()));
    loss.map()
        .forEach((word, map) -> lines.add(String.format(Locale.ROOT, "mAP %s %.4f", word, map)));
    lines.add((loss.accepted() ? "accepted: " : "not accepted: ") + rule(!loss.map().isEmpty()));
    return lines;
  }

  private static String rule(boolean labelled) {
    return labelled
        ? "mAP may be lower by " + MAP_BOUND
        : "every detection has to be matched, scores within "
            + Difference.SCORE_BOUND
            + ", boxes within "
            + (int) Difference.BOX_BOUND
            + " px";
  }

  private PrecisionLoss run(ModelBundle bundle, DetectorSettings settings, Precision precision) {
    float threshold = bundle.spec().thresholds().score();
    Difference difference = new Difference(threshold);
    DetectionQuery query =
        DetectionQuery.of(
            Math.min(
                Evaluation.DEFAULT_QUERY.threshold(),
                Math.max(0, threshold - (float) Difference.SCORE_BOUND)),
            Evaluation.DEFAULT_QUERY.max());
    try (Detector fp32 = detector(bundle, settings, Precision.FP32);
        Detector other = detector(bundle, settings, precision)) {
      for (Path picture : truth.pictures()) {
        try {
          add(picture, fp32, other, query, difference);
        } catch (PictureException | GroundTruthException e) {
          watcher.leftOut("left out: " + FileNames.text(picture) + ": " + e.getMessage());
        } catch (IOException e) {
          watcher.leftOut("left out: " + FileNames.text(picture) + ": " + FileProblem.reason(e));
        }
        watcher.finished();
      }
      if (pictures == 0) {
        throw new ModelToolException("no picture could be used; nothing is verified");
      }
      return loss(difference, precision, other.model().isa());
    }
  }

  /** Int8 is compared on any processor: slower, it computes the same. */
  private static Detector detector(
      ModelBundle bundle, DetectorSettings settings, Precision precision) {
    return (precision == Precision.INT8
            ? DetectorFamilies.detectorsOnAnyProcessor(bundle, settings.with(precision))
            : DetectorFamilies.detectors(bundle, settings.with(precision)))
        .create();
  }

  private void add(
      Path picture, Detector fp32, Detector other, DetectionQuery query, Difference difference)
      throws IOException, PictureException, GroundTruthException {
    ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(picture));
    Detections expected = fp32.detect(bytes.duplicate(), query);
    List<Detection> found = other.detect(bytes, query).found();
    var objects = truth.objectsIn(picture, expected.imageWidth(), expected.imageHeight());
    difference.add(expected.found(), found);
    fp32Accuracy.add(objects, expected.found());
    accuracy.add(objects, found);
    pictures++;
  }

  private PrecisionLoss loss(Difference difference, Precision precision, String isa) {
    Map<String, Double> map = new LinkedHashMap<>();
    boolean accepted = difference.isSmall();
    if (labelled) {
      double before = fp32Accuracy.summary().ap();
      double after = accuracy.summary().ap();
      map.put(Precision.FP32.word(), rounded(before));
      map.put(precision.word(), rounded(after));
      accepted = before - after <= MAP_BOUND;
    }
    return new PrecisionLoss(
        accepted,
        pictures,
        isa,
        difference.detections(),
        difference.unmatched(),
        difference.beyond(),
        rounded(difference.scoreDifference()),
        rounded(difference.boxDifference()),
        map);
  }

  private static double rounded(double value) {
    return Math.round(value * ROUND) / ROUND;
  }

  /** Pictures of which nothing is known. */
  private record UnknownObjects(List<Path> pictures) implements GroundTruth {

    @Override
    public List<TrueObject> objectsIn(Path picture, int width, int height) {
      return List.of();
    }

    @Override
    public List<String> classNames() {
      return List.of();
    }

    @Override
    public List<String> remarks() {
      return List.of();
    }
  }
}
