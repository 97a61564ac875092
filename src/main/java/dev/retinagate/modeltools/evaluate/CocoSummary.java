package dev.retinagate.modeltools.evaluate;

import java.util.List;

/**
 * The twelve figures of the COCO measure, 0..1, each the mean over the classes that have such
 * objects; {@code NaN} where there is none (pycocotools says -1).
 *
 * @param precision the six of precision
 * @param recall the six of recall
 * @param classes the classes that have objects, by class id
 */
public record CocoSummary(Precision precision, Recall recall, List<ClassFigures> classes) {

  /**
   * Average precision.
   *
   * @param ap the mean over IoU 0.50:0.05:0.95: "mAP"
   * @param ap50 at IoU 0.50
   * @param ap75 at IoU 0.75
   * @param apSmall as {@code ap}, objects up to 32² square pixels
   * @param apMedium as {@code ap}, objects from 32² to 96²
   * @param apLarge as {@code ap}, objects from 96²
   */
  public record Precision(
      double ap, double ap50, double ap75, double apSmall, double apMedium, double apLarge) {}

  /**
   * Average recall.
   *
   * @param ar1 with the best detection of each class in each picture
   * @param ar10 with the best ten
   * @param ar100 with the best hundred
   * @param arSmall as {@code ar100}, small objects
   * @param arMedium as {@code ar100}, medium objects
   * @param arLarge as {@code ar100}, large objects
   */
  public record Recall(
      double ar1, double ar10, double ar100, double arSmall, double arMedium, double arLarge) {}

  /**
   * The figures of one class.
   *
   * @param classId index of the class
   * @param objects how many there are, crowds not counted
   * @param ap average precision, the mean over IoU 0.50:0.05:0.95
   * @param ap50 at IoU 0.50
   * @param ar100 average recall with the best hundred detections of each picture
   */
  public record ClassFigures(int classId, int objects, double ap, double ap50, double ar100) {}

  /** Keeps an immutable copy of {@code classes}. */
  public CocoSummary {
    classes = List.copyOf(classes);
  }

  /** "mAP": the mean over IoU 0.50:0.05:0.95. */
  public double ap() {
    return precision.ap;
  }

  /** Average precision at IoU 0.50. */
  public double ap50() {
    return precision.ap50;
  }

  /** The objects of all classes, crowds not counted. */
  public int objects() {
    return classes.stream().mapToInt(ClassFigures::objects).sum();
  }
}
