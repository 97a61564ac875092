package dev.retinagate.support;

import dev.retinagate.detection.Box;
import dev.retinagate.detection.Detection;
import dev.retinagate.detection.DetectionQuery;
import dev.retinagate.detection.NonMaximumSuppression;
import dev.retinagate.detection.Quota;
import dev.retinagate.detection.Thresholds;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * What a network says of a made-up picture: overlapping boxes of every score. {@link #detect} finds
 * as the detectors do; {@link #everything} is the reference, which knows of no query and no bound.
 */
public final class RandomScene {

  /** Width of the picture in pixels. */
  public static final int WIDTH = 640;

  /** Height of the picture in pixels. */
  public static final int HEIGHT = 480;

  private static final int CANDIDATES = 120;

  /** Boxes stand around these places, so that many overlap. */
  private static final int PLACES = 9;

  private final List<Detection> candidates = new ArrayList<>();
  private final int classCount;

  /** The scene of a seed. */
  public RandomScene(long seed, List<String> labels) {
    classCount = labels.size();
    Random random = new Random(seed);
    for (int i = 0; i < CANDIDATES; i++) {
      int classId = random.nextInt(classCount);
      int place = random.nextInt(PLACES);
      float x = 20 + 200 * (place % 3) + 40 * random.nextFloat();
      float y = 10 + 150 * (place / 3) + 40 * random.nextFloat();
      Box box = new Box(x, y, 60 + 60 * random.nextFloat(), 60 + 60 * random.nextFloat());
      candidates.add(new Detection(classId, labels.get(classId), random.nextFloat(), box));
    }
  }

  /** The detections that a detector finds for a query, best first. */
  public List<Detection> detect(DetectionQuery query, Thresholds thresholds) {
    List<Detection> passing =
        candidates.stream().filter(one -> one.score() >= query.floor(one.classId())).toList();
    int count = passing.size();
    float[] boxes = new float[4 * count];
    float[] scores = new float[count];
    int[] classes = new int[count];
    for (int i = 0; i < count; i++) {
      Box box = passing.get(i).box();
      boxes[4 * i] = box.x();
      boxes[4 * i + 1] = box.y();
      boxes[4 * i + 2] = box.right();
      boxes[4 * i + 3] = box.bottom();
      scores[i] = passing.get(i).score();
      classes[i] = passing.get(i).classId();
    }
    int[] kept =
        NonMaximumSuppression.select(
            boxes,
            scores,
            classes,
            count,
            query.suppression().iou(thresholds.iou()),
            Quota.of(query, thresholds.maxDetections(), classCount));
    return IntStream.of(kept).mapToObj(passing::get).toList();
  }

  /** All detections of all classes and scores, best first. */
  public List<Detection> everything(double iou) {
    return suppress(candidates, iou, false);
  }

  /**
   * The plain form of suppression.
   *
   * @param acrossLabels whether detections of different labels suppress each other
   */
  public static List<Detection> suppress(
      List<Detection> detections, double iou, boolean acrossLabels) {
    List<Detection> kept = new ArrayList<>();
    for (Detection one : best(detections)) {
      if (kept.stream()
          .noneMatch(
              other ->
                  (acrossLabels || other.classId() == one.classId())
                      && overlap(other.box(), one.box()) > iou)) {
        kept.add(one);
      }
    }
    return kept;
  }

  private static List<Detection> best(List<Detection> detections) {
    return detections.stream()
        .sorted(Comparator.comparingDouble(Detection::score).reversed())
        .toList();
  }

  private static double overlap(Box a, Box b) {
    double width = Math.min(a.right(), b.right()) - Math.max(a.x(), b.x());
    double height = Math.min(a.bottom(), b.bottom()) - Math.max(a.y(), b.y());
    double shared = Math.max(0, width) * Math.max(0, height);
    return shared / (a.width() * a.height() + b.width() * b.height() - shared);
  }
}
