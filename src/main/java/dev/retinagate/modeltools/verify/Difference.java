package dev.retinagate.modeltools.verify;

import dev.retinagate.detection.Box;
import dev.retinagate.detection.Detection;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.DoubleStream;

/**
 * How far the detections of one precision are from fp32's, picture after picture. Two detections
 * match if they are of the same class and overlap by at least half; the best detection chooses
 * first.
 *
 * <p>A detection counts from the model's threshold on. Its match may have a score that is lower by
 * {@link #SCORE_BOUND}: else each detection close to the threshold would seem lost.
 */
final class Difference {

  /** The difference of scores that is accepted: a threshold is seldom set more finely. */
  static final double SCORE_BOUND = 0.02;

  /** The difference of a box's sides that is accepted, in pixels of the picture. */
  static final double BOX_BOUND = 2;

  /** As in COCO's most lenient measure. */
  private static final double MIN_IOU = 0.5;

  private final float threshold;
  private int detections;
  private int unmatched;
  private int beyond;
  private double scoreDifference;
  private double boxDifference;

  Difference(float threshold) {
    this.threshold = threshold;
  }

  /**
   * Takes in one picture.
   *
   * @param fp32 its detections, best first; those far below the threshold do not count
   * @param other likewise, of the other precision
   */
  void add(List<Detection> fp32, List<Detection> other) {
    List<Detection> free = new ArrayList<>(near(other));
    for (Detection one : near(fp32)) {
      Detection match = best(one, free);
      boolean counts = one.score() >= threshold;
      if (match != null && (counts || match.score() >= threshold)) {
        compare(one, match);
        detections += 2;
      } else if (match == null && counts) {
        detections++;
        unmatched++;
      }
      free.remove(match);
    }
    int left = (int) free.stream().filter(d -> d.score() >= threshold).count();
    detections += left;
    unmatched += left;
  }

  private List<Detection> near(List<Detection> all) {
    return all.stream().filter(d -> d.score() >= threshold - SCORE_BOUND).toList();
  }

  private Detection best(Detection one, List<Detection> free) {
    Detection best = null;
    double bestIou = MIN_IOU;
    for (Detection candidate : free) {
      double iou = iou(one.box(), candidate.box());
      if (candidate.classId() == one.classId() && iou >= bestIou) {
        best = candidate;
        bestIou = iou;
      }
    }
    return best;
  }

  private void compare(Detection one, Detection match) {
    double score = Math.abs(one.score() - match.score());
    double box = farthestSides(one.box(), match.box());
    scoreDifference = Math.max(scoreDifference, score);
    boxDifference = Math.max(boxDifference, box);
    if (score > SCORE_BOUND || box > BOX_BOUND) {
      beyond += 2;
    }
  }

  private static double farthestSides(Box a, Box b) {
    return DoubleStream.of(
            a.x() - b.x(), a.y() - b.y(), a.right() - b.right(), a.bottom() - b.bottom())
        .map(Math::abs)
        .max()
        .orElseThrow();
  }

  private static double iou(Box a, Box b) {
    double width = Math.min(a.right(), b.right()) - Math.max(a.x(), b.x());
    double height = Math.min(a.bottom(), b.bottom()) - Math.max(a.y(), b.y());
    if (width <= 0 || height <= 0) {
      return 0;
    }
    double both = width * height;
    return both / ((double) a.width() * a.height() + (double) b.width() * b.height() - both);
  }

  /** Detections of both sides together. */
  int detections() {
    return detections;
  }

  /** Those that the other side lacks. */
  int unmatched() {
    return unmatched;
  }

  /** Those that match, but whose scores or boxes differ by more than the bounds. */
  int beyond() {
    return beyond;
  }

  /** The largest between two that match. */
  double scoreDifference() {
    return scoreDifference;
  }

  /** The largest between sides of two that match, in pixels. */
  double boxDifference() {
    return boxDifference;
  }

  /** Whether a client would hardly notice. */
  boolean isSmall() {
    return unmatched == 0 && beyond == 0;
  }
}
