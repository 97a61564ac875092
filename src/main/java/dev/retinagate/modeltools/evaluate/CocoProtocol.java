package dev.retinagate.modeltools.evaluate;

/** The constants of the COCO measure ({@code Params.setDetParams} of pycocotools). */
final class CocoProtocol {

  /** The sizes of object that are measured apart, in square pixels. Both bounds belong to it. */
  enum AreaRange {
    ALL(0, 0, 1e5 * 1e5),
    SMALL(1, 0, 32 * 32),
    MEDIUM(2, 32 * 32, 96 * 96),
    LARGE(3, 96 * 96, 1e5 * 1e5);

    private final int index;
    private final double least;
    private final double most;

    AreaRange(int index, double least, double most) {
      this.index = index;
      this.least = least;
      this.most = most;
    }

    /** A number of its own, from 0. */
    int index() {
      return index;
    }

    boolean holds(double area) {
      return area >= least && area <= most;
    }
  }

  /** Detections of one class in one picture that count for AP and for the last of the recalls. */
  static final int MAX_DETECTIONS = 100;

  private static final int IOU_THRESHOLDS = 10;
  private static final int RECALLS = 101;
  private static final double[] IOU = linspace(0.5, 0.95, IOU_THRESHOLDS);
  private static final double[] RECALL = linspace(0, 1, RECALLS);

  private CocoProtocol() {}

  /** How many overlaps are asked for. */
  static int iouThresholds() {
    return IOU_THRESHOLDS;
  }

  /** Least intersection over union of a match: 0.50, 0.55 … 0.95. */
  static double iouThreshold(int index) {
    return IOU[index];
  }

  /** How many points of the precision-recall curve are averaged. */
  static int recalls() {
    return RECALLS;
  }

  /** Where the curve is read: 0.00, 0.01 … 1.00. */
  static double recall(int index) {
    return RECALL[index];
  }

  /**
   * The doubles of {@code numpy.linspace}, to the last bit: recalls such as 57/100 are compared
   * with them, and 57 × 0.01 is not 57 / 100.
   */
  private static double[] linspace(double start, double stop, int count) {
    double step = (stop - start) / (count - 1);
    double[] values = new double[count];
    for (int i = 0; i < count - 1; i++) {
      values[i] = i * step + start;
    }
    values[count - 1] = stop;
    return values;
  }
}
