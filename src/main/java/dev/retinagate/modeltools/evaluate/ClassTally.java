package dev.retinagate.modeltools.evaluate;

import dev.retinagate.detection.Detection;
import dev.retinagate.modeltools.evaluate.CocoProtocol.AreaRange;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** The verdicts on one class over all pictures: {@code accumulate} of pycocotools. */
final class ClassTally {

  /** Stable: equal scores stay in the order of the pictures. */
  private static final Comparator<Verdict> BEST_FIRST =
      Comparator.comparingDouble(Verdict::score).reversed();

  private final List<Verdict> verdicts = new ArrayList<>();
  private final Map<AreaRange, Integer> wanted = new EnumMap<>(AreaRange.class);
  private boolean sorted = true;

  /** Takes in one picture: its objects and detections of this class. */
  void add(List<TrueObject> objects, List<Detection> found) {
    List<Detection> best =
        found.stream()
            .sorted(Comparator.comparingDouble(Detection::score).reversed())
            .limit(CocoProtocol.MAX_DETECTIONS)
            .toList();
    verdicts.addAll(Matching.of(objects, best));
    sorted = false;
    for (AreaRange area : AreaRange.values()) {
      int count = (int) objects.stream().filter(o -> Matching.isWanted(o, area)).count();
      wanted.merge(area, count, Integer::sum);
    }
  }

  /** How many objects of the class must be found. Without any, the class has no figures. */
  int wanted(AreaRange area) {
    return wanted.getOrDefault(area, 0);
  }

  /** The mean precision over the 101 recalls, with the best hundred of each picture. */
  double averagePrecision(AreaRange area, int iouThreshold) {
    List<Verdict> counted = counted(area, iouThreshold, CocoProtocol.MAX_DETECTIONS);
    double[] recall = new double[counted.size()];
    double[] precision = new double[counted.size()];
    int hits = 0;
    for (int i = 0; i < precision.length; i++) {
      hits += counted.get(i).hits(area, iouThreshold) ? 1 : 0;
      recall[i] = (double) hits / wanted(area);
      precision[i] = hits / (i + 1 + Math.ulp(1.0));
    }
    // Precision at a recall is the best one at this recall or beyond.
    for (int i = precision.length - 1; i > 0; i--) {
      precision[i - 1] = Math.max(precision[i - 1], precision[i]);
    }
    double sum = 0;
    int i = 0;
    for (int r = 0; r < CocoProtocol.recalls(); r++) {
      while (i < recall.length && recall[i] < CocoProtocol.recall(r)) {
        i++;
      }
      sum += i < recall.length ? precision[i] : 0;
    }
    return sum / CocoProtocol.recalls();
  }

  /** The share of objects that the best {@code maxDetections} of each picture find. */
  double recall(AreaRange area, int iouThreshold, int maxDetections) {
    long hits =
        counted(area, iouThreshold, maxDetections).stream()
            .filter(verdict -> verdict.hits(area, iouThreshold))
            .count();
    return (double) hits / wanted(area);
  }

  /** The verdicts that count, best first. */
  private List<Verdict> counted(AreaRange area, int iouThreshold, int maxDetections) {
    if (!sorted) {
      verdicts.sort(BEST_FIRST);
      sorted = true;
    }
    return verdicts.stream()
        .filter(verdict -> verdict.rank() < maxDetections && verdict.counts(area, iouThreshold))
        .toList();
  }
}
