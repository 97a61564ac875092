package dev.retinagate.modeltools.evaluate;

import dev.retinagate.detection.Box;
import dev.retinagate.detection.Detection;
import dev.retinagate.modeltools.evaluate.CocoProtocol.AreaRange;
import java.util.ArrayList;
import java.util.List;

/**
 * Holds the detections of one class in one picture against its objects: {@code evaluateImg} of
 * pycocotools. The best detection chooses first; each takes the free object it overlaps most.
 */
final class Matching {

  /** Keeps a threshold of 1 reachable in spite of rounding, as pycocotools does. */
  private static final double MAX_DEMANDED_IOU = 1 - 1e-10;

  private static final int NONE = -1;

  private final List<TrueObject> objects;
  private final List<Detection> found;
  private final double[][] iou; // (found, objects)
  private final long[] hits; // (found)
  private final long[] ignored; // (found)

  private Matching(List<TrueObject> objects, List<Detection> found) {
    this.objects = objects;
    this.found = found;
    iou = new double[found.size()][objects.size()];
    for (int d = 0; d < found.size(); d++) {
      for (int g = 0; g < objects.size(); g++) {
        iou[d][g] = overlap(found.get(d).box(), objects.get(g));
      }
    }
    hits = new long[found.size()];
    ignored = new long[found.size()];
  }

  /**
   * One verdict for each detection.
   *
   * @param objects the objects of the class
   * @param found the detections of the class, highest score first
   */
  static List<Verdict> of(List<TrueObject> objects, List<Detection> found) {
    Matching matching = new Matching(objects, found);
    for (AreaRange area : AreaRange.values()) {
      matching.matchWithin(area);
    }
    List<Verdict> verdicts = new ArrayList<>(found.size());
    for (int d = 0; d < found.size(); d++) {
      verdicts.add(new Verdict(found.get(d).score(), d, matching.hits[d], matching.ignored[d]));
    }
    return verdicts;
  }

  /** Whether an object must be found; a detection of another object is neither right nor wrong. */
  static boolean isWanted(TrueObject object, AreaRange area) {
    return !object.crowd() && area.holds(object.area());
  }

  /**
   * Intersection over union; over the detection's area alone in a crowd, which a detection of one
   * of its members covers only in part. Zero where the boxes do not overlap.
   */
  static double overlap(Box box, TrueObject object) {
    double x = box.x();
    double y = box.y();
    double boxWidth = box.width();
    double boxHeight = box.height();
    double width = Math.min(boxWidth + x, object.width() + object.x()) - Math.max(x, object.x());
    double height = Math.min(boxHeight + y, object.height() + object.y()) - Math.max(y, object.y());
    if (width <= 0 || height <= 0) {
      return 0;
    }
    double intersection = width * height;
    double boxArea = boxWidth * boxHeight;
    double whole =
        object.crowd() ? boxArea : boxArea + object.width() * object.height() - intersection;
    return intersection / whole;
  }

  private void matchWithin(AreaRange area) {
    int[] order = wantedFirst(area);
    int wanted = (int) objects.stream().filter(object -> isWanted(object, area)).count();
    for (int t = 0; t < CocoProtocol.iouThresholds(); t++) {
      long bit = Verdict.bit(area, t);
      boolean[] taken = new boolean[objects.size()];
      for (int d = 0; d < found.size(); d++) {
        int match = bestFree(d, CocoProtocol.iouThreshold(t), order, wanted, taken);
        if (match == NONE) {
          // A miss of another size than the range is about is not held against the detector.
          if (!area.holds(areaOf(found.get(d).box()))) {
            ignored[d] |= bit;
          }
          continue;
        }
        taken[order[match]] = true;
        hits[d] |= bit;
        if (match >= wanted) {
          ignored[d] |= bit;
        }
      }
    }
  }

  /**
   * The place in {@code order} of the object that detection {@code d} finds. An object that must be
   * found goes before any other, however large the overlap with that is; the later of two equal
   * overlaps wins.
   */
  private int bestFree(int d, double threshold, int[] order, int wanted, boolean[] taken) {
    double best = Math.min(threshold, MAX_DEMANDED_IOU);
    int match = NONE;
    for (int place = 0; place < order.length; place++) {
      if (place == wanted && match != NONE) {
        break;
      }
      int g = order[place];
      boolean free = !taken[g] || objects.get(g).crowd();
      if (free && iou[d][g] >= best) {
        best = iou[d][g];
        match = place;
      }
    }
    return match;
  }

  /** Indices of the objects: first those that must be found, each part in its given order. */
  private int[] wantedFirst(AreaRange area) {
    int[] order = new int[objects.size()];
    int next = 0;
    for (boolean wanted : new boolean[] {true, false}) {
      for (int g = 0; g < order.length; g++) {
        if (isWanted(objects.get(g), area) == wanted) {
          order[next++] = g;
        }
      }
    }
    return order;
  }

  private static double areaOf(Box box) {
    return (double) box.width() * box.height();
  }
}
