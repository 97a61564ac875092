package dev.retinagate.modeltools.evaluate;

import static java.util.stream.Collectors.groupingBy;

import dev.retinagate.detection.Detection;
import dev.retinagate.modeltools.evaluate.CocoProtocol.AreaRange;
import dev.retinagate.modeltools.evaluate.CocoSummary.ClassFigures;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/**
 * The COCO measure of detections ({@code COCOeval} of pycocotools, boxes, default parameters):
 * takes in picture after picture, then answers the summary. Not safe for use by several threads.
 *
 * <p>Two accidents of pycocotools are left out: an object whose annotation has id 0 can never be
 * found there, and the order of pictures is that of {@link #add} here. Like pycocotools, it heeds
 * crowds and not the annotations' {@code ignore}.
 */
public final class CocoEvaluator {

  private static final int IOU_50 = 0;
  private static final int IOU_75 = 5;

  private final Map<Integer, ClassTally> tallies = new TreeMap<>();

  /**
   * Takes in one picture.
   *
   * @param objects the true objects in the picture
   * @param found the detections, in any order; of each class the best hundred count
   */
  public void add(List<TrueObject> objects, List<Detection> found) {
    Map<Integer, List<TrueObject>> trueByClass =
        objects.stream().collect(groupingBy(TrueObject::classId));
    Map<Integer, List<Detection>> foundByClass =
        found.stream().collect(groupingBy(Detection::classId));
    TreeSet<Integer> classIds = new TreeSet<>(trueByClass.keySet());
    classIds.addAll(foundByClass.keySet());
    for (int classId : classIds) {
      tallies
          .computeIfAbsent(classId, id -> new ClassTally())
          .add(
              trueByClass.getOrDefault(classId, List.of()),
              foundByClass.getOrDefault(classId, List.of()));
    }
  }

  /** The figures of all pictures so far. */
  public CocoSummary summary() {
    return new CocoSummary(precision(), recall(), classFigures());
  }

  private CocoSummary.Precision precision() {
    return new CocoSummary.Precision(
        meanAp(AreaRange.ALL),
        mean(AreaRange.ALL, tally -> tally.averagePrecision(AreaRange.ALL, IOU_50)),
        mean(AreaRange.ALL, tally -> tally.averagePrecision(AreaRange.ALL, IOU_75)),
        meanAp(AreaRange.SMALL),
        meanAp(AreaRange.MEDIUM),
        meanAp(AreaRange.LARGE));
  }

  private CocoSummary.Recall recall() {
    return new CocoSummary.Recall(
        meanAr(AreaRange.ALL, 1),
        meanAr(AreaRange.ALL, 10),
        meanAr(AreaRange.ALL, CocoProtocol.MAX_DETECTIONS),
        meanAr(AreaRange.SMALL, CocoProtocol.MAX_DETECTIONS),
        meanAr(AreaRange.MEDIUM, CocoProtocol.MAX_DETECTIONS),
        meanAr(AreaRange.LARGE, CocoProtocol.MAX_DETECTIONS));
  }

  private List<ClassFigures> classFigures() {
    List<ClassFigures> figures = new ArrayList<>();
    tallies.forEach(
        (classId, tally) -> {
          int objects = tally.wanted(AreaRange.ALL);
          if (objects > 0) {
            figures.add(
                new ClassFigures(
                    classId,
                    objects,
                    ap(tally, AreaRange.ALL),
                    tally.averagePrecision(AreaRange.ALL, IOU_50),
                    ar(tally, AreaRange.ALL, CocoProtocol.MAX_DETECTIONS)));
          }
        });
    return figures;
  }

  private double meanAp(AreaRange area) {
    return mean(area, tally -> ap(tally, area));
  }

  private double meanAr(AreaRange area, int maxDetections) {
    return mean(area, tally -> ar(tally, area, maxDetections));
  }

  /** The mean over the classes that have objects of the size. */
  private double mean(AreaRange area, ToDoubleFunction<ClassTally> figure) {
    return tallies.values().stream()
        .filter(tally -> tally.wanted(area) > 0)
        .mapToDouble(figure)
        .average()
        .orElse(Double.NaN);
  }

  private static double ap(ClassTally tally, AreaRange area) {
    return iouThresholds()
        .mapToDouble(t -> tally.averagePrecision(area, t))
        .average()
        .orElseThrow();
  }

  private static double ar(ClassTally tally, AreaRange area, int maxDetections) {
    return iouThresholds()
        .mapToDouble(t -> tally.recall(area, t, maxDetections))
        .average()
        .orElseThrow();
  }

  private static IntStream iouThresholds() {
    return IntStream.range(0, CocoProtocol.iouThresholds());
  }
}
